import { createHash } from 'node:crypto'
import { ApiStatusError } from '../../../../../client'
import { isNotFound } from '../../../failure'
import type { Invocation } from '../../../invocation'
import { joinApiVersion, type KubeObject } from '../../../object'
import type { ApiResource } from '../../../resources/discovery'
import type { Info } from '../../../resources/select'
import { objectPath } from '../../../resources/select'
import { kubectlVersion } from '../../other/version'
import type { DryRun } from '../../shared-flags'
import { listed, remove, type Visited } from './prune'

/** The words of https://git.k8s.io/enhancements/keps/sig-cli/3659-kubectl-apply-prune */
const tooling = 'applyset.kubernetes.io/tooling'
const additionalNamespaces = 'applyset.kubernetes.io/additional-namespaces'
const groupKinds = 'applyset.kubernetes.io/contains-group-kinds'
const idLabel = 'applyset.kubernetes.io/id'
const partOf = 'applyset.kubernetes.io/part-of'
const isParentType = 'applyset.kubernetes.io/is-parent-type'

/** What an apply set holds, as its parent's annotations tell. */
type Members = { resources: ReadonlyMap<string, ApiResource>; namespaces: ReadonlySet<string> }
type Write = { dryRun: DryRun; validation: string }

/** What is applied together, known by an object of its own (kubectl's applyset.go). */
export type ApplySet = {
  /** Throws what is wrong with the parent. */
  validate(): Promise<void>
  /** Marks what is going to be applied as its own. */
  mark(infos: readonly Info[]): void
  /** Writes down all that is in it and that is going to be. */
  before(infos: readonly Info[], write: Write): Promise<void>
  /** Deletes what is in it no more. */
  prune(visited: Visited, write: Write): Promise<void>
}

/** The set of `--applyset=[RESOURCE][.GROUP]/NAME`; a secret where only a name is given. */
export async function applySetOf(invocation: Invocation, reference: string): Promise<ApplySet> {
  const parent = await parentOf(invocation, reference)
  const id = idOf(parent)
  const named = `${parent.resource.resource}.${parent.resource.group}/${parent.name}`
  let current: Members = { resources: new Map(), namespaces: new Set() }
  let updated: Members = current

  const fetchCurrent = async (): Promise<Members> => {
    const live = await fetchParent(invocation, parent, named)
    return live ? membersOf(invocation, live, parent, id, named) : current
  }
  const write = async (members: Members, { dryRun, validation }: Write) => {
    if (dryRun === 'client') return
    const body = parentPatch(parent, id, members)
    const api = await invocation.api()
    const send = (force: boolean) =>
      api.request('PATCH', objectPath(parent), {
        body: JSON.stringify(body),
        contentType: 'application/apply-patch+yaml',
        query: {
          fieldManager: 'kubectl-applyset',
          fieldValidation: validation,
          force,
          dryRun: dryRun === 'server' ? 'All' : undefined,
        },
      })
    try {
      await send(false).catch(error => {
        if (error instanceof ApiStatusError && error.reason === 'Conflict') return send(true)
        throw error
      })
    } catch (error) {
      throw new Error(`failed to update ApplySet: ${(error as Error).message}`)
    }
  }

  return {
    async validate() {
      if (parent.resource.namespaced && parent.namespace === '')
        throw new Error('namespace is required to use namespace-scoped ApplySet')
      await requireParentType(invocation, parent.resource)
    },
    mark(infos) {
      for (const { object } of infos) {
        const labels = object?.metadata?.labels ?? {}
        if (labels[partOf] !== undefined)
          throw new Error(`ApplySet label ${JSON.stringify(partOf)} already set in input data`)
        if (object) object.metadata = { ...object.metadata, labels: { ...labels, [partOf]: id } }
      }
    },
    async before(infos, how) {
      current = await fetchCurrent()
      updated = {
        resources: new Map(infos.map(({ resource }) => [groupKind(resource), resource])),
        namespaces: new Set(infos.flatMap(({ namespace }) => namespace || [])),
      }
      await write(
        {
          resources: new Map([...current.resources, ...updated.resources]),
          namespaces: new Set([...current.namespaces, ...updated.namespaces]),
        },
        how,
      )
    },
    async prune(visited, how) {
      for (const resource of current.resources.values()) {
        for (const namespace of resource.namespaced ? current.namespaces : ['']) {
          const place = { resource, namespace }
          for (const object of await listed(invocation, place, `${partOf}=${id}`))
            if (!visited.uids.has(object.metadata?.uid ?? ''))
              await remove(invocation, place, object, visited)
        }
      }
      try {
        await write(updated, how)
      } catch (error) {
        throw new Error(`apply and prune succeeded, but ApplySet update failed: ${(error as Error).message}`)
      }
    },
  }
}

type Parent = Pick<Info, 'resource' | 'namespace' | 'name'>

async function parentOf(invocation: Invocation, reference: string): Promise<Parent> {
  const slash = reference.indexOf('/')
  const name = reference.slice(slash + 1)
  const fail = (why: string) => new Error(`invalid parent reference ${JSON.stringify(reference)}: ${why}`)
  if (name === '') throw fail('name cannot be blank')
  const mapper = await invocation.mapper()
  try {
    const resource = mapper.forArgument(slash < 0 ? 'secrets' : reference.slice(0, slash))
    const namespace = await invocation.namespace()
    return { resource, name, namespace: resource.namespaced && namespace.explicit ? namespace.name : '' }
  } catch (error) {
    throw fail((error as Error).message)
  }
}

function idOf({ name, namespace, resource }: Parent): string {
  const hash = createHash('sha256').update([name, namespace, resource.kind, resource.group].join('.'))
  return `applyset-${hash.digest('base64url')}-v1`
}

const groupKind = ({ group, kind }: ApiResource): string => (group ? `${kind}.${group}` : kind)
const isBuiltIn = ({ group, resource }: ApiResource): boolean =>
  group === '' && ['secrets', 'configmaps'].includes(resource)

async function requireParentType(invocation: Invocation, resource: ApiResource): Promise<void> {
  if (isBuiltIn(resource)) return
  const mapper = await invocation.mapper()
  const definitions = mapper.forKind('apiextensions.k8s.io/v1', 'CustomResourceDefinition')
  const permitted = definitions
    ? await listed(invocation, { resource: definitions, namespace: '' }, isParentType)
    : []
  const name = `${resource.resource}.${resource.group}`
  if (permitted.some(({ metadata }) => metadata?.name === name)) return
  throw new Error(
    `resource "${resource.group}/${resource.version}, Resource=${resource.resource}" is not permitted as an ApplySet parent`,
  )
}

async function fetchParent(
  invocation: Invocation,
  parent: Parent,
  named: string,
): Promise<KubeObject | undefined> {
  const api = await invocation.api()
  try {
    return (await api.request<KubeObject>('GET', objectPath(parent))).body
  } catch (error) {
    if (!isNotFound(error))
      throw new Error(
        `failed to fetch ApplySet parent object ${JSON.stringify(named)}: ${(error as Error).message}`,
      )
    if (!isBuiltIn(parent.resource))
      throw new Error('custom resource ApplySet parents cannot be created automatically')
    return undefined
  }
}

async function membersOf(
  invocation: Invocation,
  { metadata }: KubeObject,
  parent: Parent,
  id: string,
  named: string,
): Promise<Members> {
  const object = `ApplySet parent object ${JSON.stringify(named)}`
  const { annotations = {}, labels = {} } = metadata ?? {}
  const tool = annotations[tooling]
  if (tool === undefined)
    throw new Error(`${object} already exists and is missing required annotation ${JSON.stringify(tooling)}`)
  const manager = tool.replace(/\/[^/]*$/, '')
  if (manager !== 'kubectl')
    throw new Error(
      `${object} already exists and is managed by tooling ${JSON.stringify(manager)} instead of "kubectl"`,
    )
  if (labels[idLabel] === undefined)
    throw new Error(`${object} exists and does not have required label ${idLabel}`)
  if (labels[idLabel] !== id)
    throw new Error(
      `${object} exists and has incorrect value for label ${JSON.stringify(idLabel)} (got: ${labels[idLabel]}, want: ${id})`,
    )
  const kinds = annotations[groupKinds]
  if (kinds === undefined)
    throw new Error(
      `parsing ApplySet annotation on ${JSON.stringify(named)}: kubectl requires the ${JSON.stringify(groupKinds)} annotation to be set on all ApplySet parent objects`,
    )
  const mapper = await invocation.mapper()
  const resources = new Map(
    kinds
      .split(',')
      .filter(Boolean)
      .map((text): [string, ApiResource] => {
        const found = mapper.resources.find(resource => resource.preferred && groupKind(resource) === text)
        if (found) return [text, found]
        const [kind = '', ...group] = text.split('.')
        throw new Error(
          `parsing ApplySet annotation on ${JSON.stringify(named)}: could not find mapping for kind in ${JSON.stringify(groupKinds)} annotation: no matches for kind ${JSON.stringify(kind)} in group ${JSON.stringify(group.join('.'))}`,
        )
      }),
  )
  const namespaces = (annotations[additionalNamespaces] ?? '').split(',').filter(Boolean)
  return { resources, namespaces: new Set([...namespaces, ...(parent.namespace ? [parent.namespace] : [])]) }
}

const parentPatch = (
  { resource, name, namespace }: Parent,
  id: string,
  { resources, namespaces }: Members,
): KubeObject => ({
  apiVersion: joinApiVersion(resource.group, resource.version),
  kind: resource.kind,
  metadata: {
    name,
    ...(namespace && { namespace }),
    annotations: {
      [tooling]: `kubectl/${kubectlVersion}`,
      [groupKinds]: [...resources.keys()].sort().join(','),
      [additionalNamespaces]: [...namespaces]
        .filter(one => one !== namespace)
        .sort()
        .join(','),
    },
    labels: { [idLabel]: id },
  },
})
