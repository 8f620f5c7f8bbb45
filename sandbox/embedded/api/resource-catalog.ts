import type { Registration } from '../resources/registration'

/** What a CustomResourceDefinition makes: the resource that stores objects, and all versions that are served. */
export type Defined = { readonly stored: Registration; readonly served: readonly Registration[] }

/** The resources that there are now: built in, and defined by CustomResourceDefinitions. */
export interface ResourceCatalog {
  /** What objects are stored under, one registration a `storage`. The same list until a definition comes or goes. */
  readonly stored: readonly Registration[]
  /** What clients can ask for: every version, and views of what others store. */
  readonly served: readonly Registration[]
  ofStorage(storage: string): Registration | undefined
  ofPath(group: string, version: string, name: string): Registration | undefined
  /** What stores a kind, whatever the version. */
  ofKind(group: string, kind: string): Registration | undefined
  /** From now on there is what this definition makes; it takes the place of a built-in resource of the same name. */
  define(definition: string, defined: Defined): void
  forget(definition: string): void
}

type Known = Pick<ResourceCatalog, 'stored' | 'served' | 'ofStorage' | 'ofPath' | 'ofKind'>

const builtIn = new WeakMap<readonly Registration[], Known>()

const pathOf = ({ group, version, name }: Pick<Registration, 'group' | 'version' | 'name'>) =>
  `${group}/${version}/${name}`
const nameOf = ({ group, name }: Registration) => `${group}/${name}`

function index(stored: readonly Registration[], served: readonly Registration[]): Known {
  const byStorage = new Map(stored.map(one => [one.storage, one]))
  const byKind = new Map(stored.map(one => [`${one.group}/${one.kind}`, one]))
  const byPath = new Map(served.map(one => [pathOf(one), one]))
  return {
    stored,
    served,
    ofStorage: storage => byStorage.get(storage),
    ofPath: (group, version, name) => byPath.get(pathOf({ group, version, name })),
    ofKind: (group, kind) => byKind.get(`${group}/${kind}`),
  }
}

/** Begins with what is built in; clusters without definitions share one index. */
export function createResourceCatalog(
  registrations: readonly Registration[],
  views: readonly Registration[],
): ResourceCatalog {
  const plain = builtIn.get(registrations) ?? index(registrations, [...registrations, ...views])
  builtIn.set(registrations, plain)
  const definitions = new Map<string, Defined>()
  let known = plain

  const rebuild = () => {
    if (definitions.size === 0) {
      known = plain
      return
    }
    const defined = [...definitions.values()]
    const replaced = new Set(defined.map(({ stored }) => nameOf(stored)))
    const kept = (list: readonly Registration[]) => list.filter(one => !replaced.has(nameOf(one)))
    known = index(
      [...kept(plain.stored), ...defined.map(({ stored }) => stored)],
      [...kept(plain.served), ...defined.flatMap(({ served }) => served)],
    )
  }

  return {
    get stored() {
      return known.stored
    },
    get served() {
      return known.served
    },
    ofStorage: storage => known.ofStorage(storage),
    ofPath: (group, version, name) => known.ofPath(group, version, name),
    ofKind: (group, kind) => known.ofKind(group, kind),
    define(definition, defined) {
      definitions.set(definition, defined)
      rebuild()
    },
    forget(definition) {
      if (definitions.delete(definition)) rebuild()
    },
  }
}
