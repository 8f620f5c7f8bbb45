import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Discovered } from './resources'

/** The groups in the order in which a client should prefer them (kube-aggregator's priorities). */
const groupOrder = [
  '',
  'apiregistration.k8s.io',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
  'resource.k8s.io',
  'flowcontrol.apiserver.k8s.io',
]

export const groupVersion = (group: string, version: string) => (group ? `${group}/${version}` : version)

const maturity = ['', 'beta', 'alpha']

/** Stable versions before beta before alpha, newer ones first (apimachinery, version.CompareKubeAwareVersionStrings). */
function byMaturity(a: string, b: string): number {
  const parts = (version: string) => {
    const [, major = '0', stage = '', minor = '0'] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? []
    return [maturity.indexOf(stage), -Number(major), -Number(minor)] as const
  }
  const [left, right] = [parts(a), parts(b)]
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2]
}

/** Groups that are served, in order, each with its versions. */
export function groups(resources: readonly Discovered[]): { name: string; versions: string[] }[] {
  const versions = new Map<string, Set<string>>()
  for (const { group, version } of resources) {
    versions.set(group, (versions.get(group) ?? new Set<string>()).add(version))
  }
  const rank = (name: string) => (groupOrder.includes(name) ? groupOrder.indexOf(name) : groupOrder.length)
  return [...versions]
    .map(([name, set]) => ({ name, versions: [...set].sort(byMaturity) }))
    .sort((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1))
}

const group = ({ name, versions }: { name: string; versions: string[] }) => {
  const entries = versions.map(version => ({ groupVersion: groupVersion(name, version), version }))
  return { name, versions: entries, preferredVersion: entries[0] }
}

/** `/api` */
export const apiVersions = (address: string) => ({
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }],
})

/** `/apis` */
export const groupList = (resources: readonly Discovered[]) => ({
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: groups(resources)
    .filter(({ name }) => name !== '')
    .map(group),
})

/** `/apis/GROUP`; undefined for a group that is not served. */
export function apiGroup(resources: readonly Discovered[], name: string): object | undefined {
  const found = groups(resources).find(one => one.name === name && name !== '')
  return found && { kind: 'APIGroup', apiVersion: 'v1', ...group(found) }
}

const storageHash = ({ group, version, responseKind }: Discovered) =>
  createHash('sha256')
    .update(`${group}/${version}/${responseKind.kind}`)
    .digest('base64')
    .slice(0, 11)
    .concat('=')

/** `/api/v1`, `/apis/GROUP/VERSION`; undefined for a version that is not served. */
export function resourceList(
  resources: readonly Discovered[],
  group: string,
  version: string,
): object | undefined {
  const found = resources.filter(one => one.group === group && one.version === version)
  if (found.length === 0) return undefined
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: groupVersion(group, version),
    resources: found.map(one => ({
      name: one.subresource ? `${one.name}/${one.subresource}` : one.name,
      singularName: one.singular,
      namespaced: one.namespaced,
      ...(one.responseKind.group === group && one.responseKind.version === version
        ? {}
        : { group: one.responseKind.group, version: one.responseKind.version }),
      kind: one.responseKind.kind,
      verbs: one.verbs,
      ...(one.shortNames.length ? { shortNames: one.shortNames } : {}),
      ...(one.categories.length ? { categories: one.categories } : {}),
      ...(one.verbs.includes('list') ? { storageVersionHash: storageHash(one) } : {}),
    })),
  }
}

const ownKind = ({ responseKind, group, version }: Discovered) =>
  responseKind.group === group && responseKind.version === version
    ? { group: '', version: '', kind: responseKind.kind }
    : responseKind

/** The aggregated documents of `/api` (core) and `/apis` (all others): apidiscovery.k8s.io/v2. */
const aggregated = (resources: readonly Discovered[], core: boolean) => ({
  kind: 'APIGroupDiscoveryList',
  apiVersion: 'apidiscovery.k8s.io/v2',
  metadata: {},
  items: groups(resources)
    .filter(({ name }) => (name === '') === core)
    .map(({ name, versions }) => ({
      metadata: name ? { name } : {},
      versions: versions.map(version => ({
        version,
        resources: resources
          .filter(one => one.group === name && one.version === version && !one.subresource)
          .map(one => aggregatedResource(resources, one)),
        freshness: 'Current',
      })),
    })),
})

function aggregatedResource(resources: readonly Discovered[], one: Discovered) {
  const subresources = resources.filter(
    sub => sub.group === one.group && sub.version === one.version && sub.name === one.name && sub.subresource,
  )
  return {
    resource: one.name,
    responseKind: ownKind(one),
    scope: one.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: one.singular,
    verbs: one.verbs,
    ...(one.shortNames.length ? { shortNames: one.shortNames } : {}),
    ...(one.categories.length ? { categories: one.categories } : {}),
    ...(subresources.length
      ? {
          subresources: subresources.map(sub => ({
            subresource: sub.subresource,
            responseKind: ownKind(sub),
            verbs: sub.verbs,
          })),
        }
      : {}),
  }
}

const texts = new LRUCache<readonly Discovered[], { core: string; others: string }>({ max: 20 })

/** The JSON text of `aggregated`, made once for all clusters that serve the same resources. */
export function aggregatedText(resources: readonly Discovered[], core: boolean): string {
  const text = (core: boolean) => `${JSON.stringify(aggregated(resources, core))}\n`
  const made = texts.get(resources) ?? { core: text(true), others: text(false) }
  texts.set(resources, made)
  return core ? made.core : made.others
}
