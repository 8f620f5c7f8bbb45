import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { createApi } from './api'
import { createServiceAccountTokens } from './api/authentication/service-account-tokens'
import { createRegistry } from './api/generic-registry'
import type { Kubelet } from './kubelet/kubelet'
import { registrations } from './resources'
import { createStore } from './store'
import { furnishAccess } from './system/access'

/** The part of a URL that names a cluster. */
const mount = /^\/k8s(\/[^/?]*)?/

const nowhere = (): never => {
  throw new Error('nobody gets as far as to a node')
}
const kubelet: Kubelet = { exec: nowhere, attach: nowhere, dial: nowhere, forward: nowhere, logs: nowhere }

/**
 * Answers for clusters that there are none of, exactly as one answers to whom it does not know: what everybody may
 * read, Forbidden without a token, Unauthorized with one. So nobody learns which clusters there are.
 */
export function createStrangers() {
  const store = createStore()
  const registry = createRegistry({ store, registrations })
  furnishAccess(store)
  const accounts = createServiceAccountTokens({ registry })
  const options = { registry, registrations, kubelet, tokens: {}, accounts, prefix: '' }
  const api = createApi(options)
  const unmounted = (incoming: IncomingMessage) => {
    incoming.url = (incoming.url ?? '/').replace(mount, '') || '/'
    return incoming
  }
  return {
    request: (incoming: IncomingMessage, response: ServerResponse) =>
      api.request(unmounted(incoming), response),
    upgrade: (incoming: IncomingMessage, socket: Duplex, head: Buffer) =>
      api.upgrade(unmounted(incoming), socket, head),
  }
}
