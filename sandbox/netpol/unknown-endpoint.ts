import type { Endpoint } from './model'

/** Thrown for a pod that is not in the model, and for an `ip` that is no address. */
export class UnknownEndpoint extends Error {
  constructor(readonly endpoint: Endpoint) {
    super(
      'pod' in endpoint
        ? `there is no pod ${endpoint.namespace}/${endpoint.pod}`
        : `${JSON.stringify(endpoint.ip)} is no address`,
    )
    this.name = 'UnknownEndpoint'
  }
}
