import type { KubernetesObject } from '@kubernetes/client-node'
import { answerTokenRequest } from '../authentication/token-request'
import { negotiate } from '../http/accept'
import { mediaType, parseBody, readBody } from '../http/body'
import type { Exchange } from '../http/exchange'
import { writeOptions } from '../http/options'
import { send } from '../http/send'
import { noSuchPath } from '../status'
import { readObject } from '../structure/strict'
import { bindPod } from './bind'
import { evict } from './evict'

type Kind = { group: string; version: string; kind: string }

/** Subresources that are created: what they do to the object, and what they answer. */
const actions: Readonly<
  Record<
    string,
    { kind: Kind; act: (exchange: Exchange, given: KubernetesObject, dryRun: boolean) => object }
  >
> = {
  'pods/binding': {
    kind: { group: '', version: 'v1', kind: 'Binding' },
    act: ({ registry, info }, given, dryRun) => bindPod(registry, info.namespace, info.name, given, dryRun),
  },
  'pods/eviction': { kind: { group: 'policy', version: 'v1', kind: 'Eviction' }, act: evict },
  'serviceaccounts/token': {
    kind: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' },
    act: ({ registry, accounts, info }, question) =>
      answerTokenRequest(question, info, { registry, accounts, now: Date.now() }),
  },
}

/** `POST …/pods/NAME/eviction` and the like. */
export async function createSubresource(exchange: Exchange): Promise<void> {
  const { registration, info, request, response, query, registry } = exchange
  const path = `${registration.name}/${info.subresource}`
  const action = Object.hasOwn(actions, path) ? actions[path] : undefined
  if (!action) throw noSuchPath()
  const options = writeOptions(query, 'CreateOptions', request.headers['user-agent'])
  const document = parseBody(await readBody(request), mediaType(request), action.kind)
  const { object, warnings } = readObject(action.kind, document, options.fieldValidation)
  const body = action.act(exchange, object, options.dryRun)
  await registry.durable()
  send(request, response, { code: 201, body, warnings, format: negotiate(request.headers.accept).format })
}
