import { splitApiVersion } from '../object'
import type { ApiResource } from './discovery'

/** Finds the resource that a word on the command line, or an object's kind, means. */
export type Mapper = {
  readonly resources: readonly ApiResource[]
  /** `pods`, `po`, `Pod`, `deployments.apps`, `deployments.v1.apps`; throws "the server doesn't have a resource type". */
  forArgument(argument: string): ApiResource
  has(argument: string): boolean
  /** What a short name could mean as well, were it not for what `forArgument` finds first. */
  lowerPriority(argument: string): ApiResource[]
  /** Of an object; undefined when the server does not know it. */
  forKind(apiVersion: string, kind: string): ApiResource | undefined
  /** The resources of a category (`all`), as arguments; undefined when there is no such category. */
  category(name: string): ApiResource[] | undefined
}

export function createMapper(resources: readonly ApiResource[]): Mapper {
  const find = (name: string, group?: string, version?: string): ApiResource | undefined => {
    const candidates = resources.filter(
      entry =>
        (group === undefined ||
          entry.group === group ||
          (group !== '' && entry.group.startsWith(`${group}.`))) &&
        (version === undefined ? entry.preferred : entry.version === version),
    )
    const lower = name.toLowerCase()
    return (
      candidates.find(({ shortNames }) => shortNames.includes(name)) ??
      candidates.find(({ resource, singular }) => resource === lower || singular === lower) ??
      candidates.find(({ kind }) => kind === name)
    )
  }
  const named = (argument: string): ApiResource | undefined => {
    const [name = '', ...rest] = argument.split('.')
    const [version, ...group] = rest
    return (
      (group.length > 0 && version !== undefined ? find(name, group.join('.'), version) : undefined) ??
      (rest.length > 0 ? find(name, rest.join('.')) : find(name))
    )
  }
  return {
    resources,
    has: argument => named(argument) !== undefined,
    forArgument(argument) {
      const found = named(argument)
      if (found) return found
      throw new Error(`the server doesn't have a resource type ${JSON.stringify(argument.split('.')[0])}`)
    },
    lowerPriority(argument) {
      const [first, ...others] = resources.filter(
        ({ shortNames, preferred }) => preferred && shortNames.includes(argument),
      )
      return others.filter(({ resource, group }) => resource !== first?.resource || group !== first?.group)
    },
    forKind(apiVersion, kind) {
      const { group, version } = splitApiVersion(apiVersion)
      return resources.find(
        entry =>
          entry.group === group &&
          entry.version === version &&
          (entry.kind === kind || entry.kind.toLowerCase() === kind),
      )
    },
    category(name) {
      const members = resources.filter(({ categories, preferred }) => preferred && categories.includes(name))
      return members.length > 0 ? members : undefined
    },
  }
}

/** `networkpolicies.networking.k8s.io`, `pods`. */
export const qualifiedResource = ({ resource, group }: { resource: string; group: string }): string =>
  group ? `${resource}.${group}` : resource

/** How kubectl names a kind before a slash: `networkpolicy.networking.k8s.io`, `pod`. */
export const qualifiedKind = ({ kind, group }: { kind: string; group: string }): string =>
  group ? `${kind.toLowerCase()}.${group}` : kind.toLowerCase()
