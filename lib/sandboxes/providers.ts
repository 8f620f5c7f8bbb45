import type { SandboxProvider } from '@/sandbox/provider'

export type ProviderName = SandboxProvider['name']

/** Where the sandboxes of an installation come from. */
export interface Providers {
  /** For whoever learns alone. */
  readonly first: SandboxProvider
  readonly all: readonly SandboxProvider[]
  /** Where those of a class can come from, the usual one first. */
  readonly forClasses: readonly ProviderName[]
  /**
   * The one that a sandbox or a workshop was made with, by its name. The first for null (made when there was one), and
   * for one that the installation has no more.
   */
  of(name: string | null): SandboxProvider
}

export function createProviders(all: readonly SandboxProvider[]): Providers {
  const [first] = all
  if (!first) throw new Error('sandboxes have to come from somewhere')
  const roomy = all.filter(({ limit }) => limit === undefined)
  return {
    first,
    all,
    forClasses: (roomy.length > 0 ? roomy : [first]).map(({ name }) => name),
    of: name => all.find(provider => provider.name === name) ?? first,
  }
}
