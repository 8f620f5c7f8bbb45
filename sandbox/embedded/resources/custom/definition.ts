import type { KubernetesObject, V1ObjectMeta } from '@kubernetes/client-node'
import type { JsonSchema } from './json-schema'
import type { PrinterColumn } from './printer-columns'

export type DefinitionNames = {
  plural: string
  singular?: string
  kind: string
  listKind?: string
  shortNames?: string[]
  categories?: string[]
}

export type DefinitionVersion = {
  name: string
  served: boolean
  storage: boolean
  deprecated?: boolean
  deprecationWarning?: string
  schema?: { openAPIV3Schema?: JsonSchema }
  additionalPrinterColumns?: PrinterColumn[]
  selectableFields?: { jsonPath: string }[]
  subresources?: {
    status?: object
    scale?: { specReplicasPath: string; statusReplicasPath: string; labelSelectorPath?: string }
  }
}

export type DefinitionCondition = {
  type: string
  status: 'True' | 'False'
  reason?: string
  message?: string
  lastTransitionTime?: string
}

/** apiextensions.k8s.io/v1 CustomResourceDefinition, with schemas in the words of JSON. */
export type Definition = KubernetesObject & {
  metadata: V1ObjectMeta
  spec: {
    group: string
    scope: string
    names: DefinitionNames
    versions: DefinitionVersion[]
    conversion?: { strategy: string; webhook?: object }
    preserveUnknownFields?: boolean
  }
  status?: {
    acceptedNames?: DefinitionNames
    conditions?: DefinitionCondition[]
    storedVersions?: string[]
  }
}
