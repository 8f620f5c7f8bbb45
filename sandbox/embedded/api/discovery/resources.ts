import type { Registration, Subresource } from '../../resources/registration'
import type { Virtual } from '../reviews/virtual'
import type { Kind } from '../structure/structure'

/** A resource or subresource as discovery shows it. */
export type Discovered = {
  group: string
  version: string
  name: string
  subresource?: string
  singular: string
  namespaced: boolean
  /** Of what is read and written. */
  responseKind: Kind
  verbs: readonly string[]
  shortNames: readonly string[]
  categories: readonly string[]
}

const everyMethod = ['create', 'delete', 'get', 'patch', 'update'] as const

/** Subresources that lead into a pod, and the kind of their options. */
const connections: Readonly<Record<string, Record<string, { kind: string; verbs: readonly string[] }>>> = {
  pods: {
    attach: { kind: 'PodAttachOptions', verbs: ['create', 'get'] },
    exec: { kind: 'PodExecOptions', verbs: ['create', 'get'] },
    log: { kind: 'Pod', verbs: ['get'] },
    portforward: { kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
    proxy: { kind: 'PodProxyOptions', verbs: everyMethod },
  },
  services: {
    proxy: { kind: 'ServiceProxyOptions', verbs: everyMethod },
  },
}

/** Created subresources that no registration names. */
const tokens: Readonly<Record<string, Kind>> = {
  serviceaccounts: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' },
}

const kindOf = ({ group, version, kind, structure }: Registration): Kind => ({
  group,
  version,
  kind,
  ...(structure ? { structure } : {}),
})

function subresources(registration: Registration): Discovered[] {
  const { group, version, name, namespaced } = registration
  const own = kindOf(registration)
  const one = (subresource: string, responseKind: Kind, verbs: readonly string[]): Discovered => ({
    group,
    version,
    name,
    subresource,
    singular: '',
    namespaced,
    responseKind,
    verbs,
    shortNames: [],
    categories: [],
  })
  const plain: [string, Subresource<never>][] = Object.entries(registration.subresources ?? {})
  const token = group === '' ? tokens[name] : undefined
  return [
    ...plain.map(([sub, { kind: other, verbs }]) => one(sub, other ?? own, verbs)),
    ...Object.entries((group === '' && connections[name]) || {}).map(([sub, { kind: options, verbs }]) =>
      one(sub, { ...own, kind: options }, verbs),
    ),
    ...(token ? [one('token', token, ['create'])] : []),
  ].sort((a, b) => (a.subresource! < b.subresource! ? -1 : 1))
}

const byRegistration = new WeakMap<Registration, readonly Discovered[]>()

/** A registration and its subresources; the same objects for the same registration. */
function entriesOf(registration: Registration): readonly Discovered[] {
  const known = byRegistration.get(registration)
  if (known) return known
  const { group, version, name, singular, namespaced, verbs, shortNames, categories = [] } = registration
  const responseKind = kindOf(registration)
  const main = { group, version, name, singular, namespaced, responseKind, verbs, shortNames, categories }
  const entries = [main, ...subresources(registration)]
  byRegistration.set(registration, entries)
  return entries
}

const byVirtual = new WeakMap<Virtual, Discovered>()

function entryOf(virtual: Virtual): Discovered {
  const { group, version, kind, name, singular, namespaced } = virtual
  const entry = byVirtual.get(virtual) ?? {
    group,
    version,
    name,
    singular,
    namespaced,
    responseKind: { group, version, kind },
    verbs: ['create'],
    shortNames: [],
    categories: [],
  }
  byVirtual.set(virtual, entry)
  return entry
}

/** Everything that discovery lists, by name within a group and version. */
export function discovered(
  registrations: readonly Registration[],
  virtuals: readonly Virtual[],
): Discovered[] {
  const position = ({ name, subresource = '' }: Discovered) => `${name}/${subresource}`
  return [...registrations.flatMap(entriesOf), ...virtuals.map(entryOf)].sort((a, b) =>
    position(a) < position(b) ? -1 : 1,
  )
}
