import { metadata } from './metadata'
import { networkPolicies } from './network-policies'
import { pods } from './pods'
import { services } from './services'
import { workloads } from './workloads'

/** Our own words for `kubectl explain`: definition, then field; '' is the definition itself. */
export type Descriptions = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Fields that nearly every object has. */
export const usual: Readonly<Record<string, string>> = {
  apiVersion: 'The group and version of the API that the object is written in.',
  kind: 'What the object is, as a name in CamelCase.',
  metadata: 'Name, namespace, labels and what else every object has.',
  spec: 'What is wanted.',
  status: 'What is there; the cluster writes it.',
}

export const descriptions: Descriptions = {
  ...metadata,
  ...networkPolicies,
  ...pods,
  ...services,
  ...workloads,
}
