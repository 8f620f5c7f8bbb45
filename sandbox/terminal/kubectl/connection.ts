import { createClient, type KubernetesClient } from '../../client'
import type { ApiAccess } from '../../provider'
import { Refused } from './failure'
import type { OpenApiDocument } from './invocation'
import type { Access } from './kubeconfig/select'
import { discover } from './resources/discovery'
import { createMapper, type Mapper } from './resources/mapper'

/** How long what a server tells of itself is believed, in milliseconds. */
const freshFor = 60_000

/** How many users of the server are remembered: a learner can name as many as they like. */
const mostIdentities = 20

type Known = {
  client: KubernetesClient
  mapper?: Promise<Mapper>
  documents: Map<string, Promise<OpenApiDocument>>
  forget?: NodeJS.Timeout
}

/** The one server a sandbox's kubectl may talk to, with what is known of it. */
export interface Connections {
  /** Throws "connection refused" for any other server: a learner's kubeconfig is not a way into the host's network. */
  client(access: Access): KubernetesClient
  /** What is remembered is asked for anew where it does not suffice. */
  mapper(access: Access, suffices?: (mapper: Mapper) => boolean): Promise<Mapper>
  openApi(access: Access, group: string, version: string): Promise<OpenApiDocument>
}

export function createConnections(allowed: ApiAccess): Connections {
  const known = new Map<string, Known>()
  const trimmed = (server: string) => server.replace(/\/+$/, '')

  const find = (access: Access): Known => {
    if (trimmed(access.server) !== trimmed(allowed.server)) throw new Refused(access.server)
    const identity = JSON.stringify([access.token, access.impersonate])
    const found = known.get(identity)
    if (found) return found
    const client = createClient({ ...allowed, token: access.token }, access.impersonate)
    const made: Known = { client, documents: new Map() }
    known.set(identity, made)
    if (known.size > mostIdentities) known.delete(known.keys().next().value as string)
    return made
  }
  /** Discovery and OpenAPI are large: nothing is kept of them once nobody asks. */
  const expire = (entry: Known) => {
    if (entry.forget) return
    entry.forget = setTimeout(() => {
      entry.mapper = undefined
      entry.documents.clear()
      entry.forget = undefined
    }, freshFor).unref()
  }

  return {
    client: access => find(access).client,
    async mapper(access, suffices = () => true) {
      const entry = find(access)
      expire(entry)
      const remembered = entry.mapper
      if (remembered && suffices(await remembered)) return remembered
      const asked = discover(entry.client).then(createMapper)
      entry.mapper = asked
      asked.catch(() => {
        entry.mapper = undefined
      })
      return asked
    },
    openApi(access, group, version) {
      const entry = find(access)
      expire(entry)
      const path = `/openapi/v3/${group ? `apis/${group}` : 'api'}/${version}`
      const cached = entry.documents.get(path)
      if (cached) return cached
      const loading = entry.client.request<OpenApiDocument>('GET', path).then(
        ({ body }) => body,
        (error: unknown) => {
          entry.documents.delete(path)
          throw error
        },
      )
      entry.documents.set(path, loading)
      return loading
    },
  }
}
