import type { KubernetesObject } from '@kubernetes/client-node'
import type { User } from '../../resources/registration'
import type { Authenticator } from '../authentication/authenticator'
import type { Registry } from '../registry'

/** Who asks, where, and whom to ask. */
export type Asked = { user: User; namespace: string; registry: Registry; authenticator: Authenticator }

/** A resource that is only ever created, never stored: the answer is made from the question. */
export type Virtual = {
  group: string
  version: string
  kind: string
  name: string
  singular: string
  namespaced: boolean
  answer: (question: KubernetesObject, asked: Asked) => object
}

export const authorization = { group: 'authorization.k8s.io', version: 'v1' }
export const authentication = { group: 'authentication.k8s.io', version: 'v1' }
