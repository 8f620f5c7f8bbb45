import { ApiStatusError, resourcePath } from '../../../client'
import { parseLabelSelector } from '../../../embedded/api/selectors/label-selector'
import { Failures, isNotFound } from '../failure'
import type { Api, Invocation } from '../invocation'
import { metadataMistake } from '../manifest/metadata'
import { findSources, type ManifestObject, readManifests } from '../manifest/read'
import { isList, type KubeObject, nameOf } from '../object'
import type { ApiResource } from './discovery'
import type { Mapper } from './mapper'
import { undecoded, unregistered } from './scheme'

/** One object (or one page of a collection) that a command works on. */
export type Info = {
  resource: ApiResource
  /** '' for what has none. */
  namespace: string
  name: string
  /** The file it came from, as named on the command line. */
  source?: string
  /** What the server or the file has; a Table when that was asked for. */
  object?: KubeObject
}

export type SelectOptions = {
  args: readonly string[]
  filenames?: readonly string[]
  recursive?: boolean
  /** The one filename is a directory with a kustomization. */
  kustomize?: boolean
  labelSelector?: string
  fieldSelector?: string
  /** `--all`: every object of the type. */
  all?: boolean
  allNamespaces?: boolean
  /** A type without a name means all of them (`get`), else it is an error (`delete`). */
  allowEmptySelector?: boolean
  /** Only one type may be named (watching). */
  singleResourceType?: boolean
  /** Objects of files are fetched from the server. */
  latest?: boolean
  /** Objects named are fetched from the server (default); without, only their names are known. */
  fetch?: boolean
  /** Pages of a list; 0 asks for everything at once. */
  chunkSize?: number
  subresource?: string
  accept?: string
  query?: Readonly<Record<string, string>>
  validate?: boolean
  /** Objects are decoded as Go structs: there are none for kinds that Kubernetes itself does not have. */
  typed?: boolean
}

export type Selection = {
  infos: Info[]
  errors: Error[]
  /** The command line named exactly one object, or one file. */
  single: boolean
  /** What to watch: the collection or the one object selected. */
  sources: { resource: ApiResource; namespace: string; name?: string }[]
  /** The resourceVersion of the list, if one collection was listed. */
  version?: string
}

/**
 * Finds what a command line means: types, `type/name`, files, selectors (resource.Builder of cli-runtime). Throws when the
 * line itself is wrong; what goes wrong with single objects is in `errors`.
 */
export async function select(invocation: Invocation, options: SelectOptions): Promise<Selection> {
  const selection = await find(invocation, options)
  if (!options.typed) return selection
  const infos = selection.infos.filter(info => !undecoded(info))
  const wrong = selection.infos.flatMap(info => undecoded(info) ?? [])
  return { ...selection, infos, errors: [...selection.errors, ...wrong] }
}

async function find(invocation: Invocation, options: SelectOptions): Promise<Selection> {
  const namespace = await invocation.namespace()
  const requested = options.allNamespaces ? '' : namespace.name
  const args = spreadTypes(options.args)
  if ((options.filenames ?? []).length > 0) return fromFiles(invocation, options, namespace, args)

  const tuples = namedTuples(args, invocation)
  const typesArgument = tuples ? undefined : args[0]
  const wanted = tuples?.map(({ type }) => type) ?? typesArgument?.split(',') ?? []
  const mapper = await invocation.mapper(one => wanted.every(type => one.category(type) || one.has(type)))
  const names = tuples ? [] : args.slice(1)
  const types = typesArgument === undefined ? [] : typeArguments(typesArgument, mapper)
  const selector =
    options.labelSelector?.trim() ||
    (options.all || (types.length > 0 && names.length === 0 && options.allowEmptySelector) ? '' : undefined)
  const fieldSelector = options.fieldSelector?.trim() || undefined

  if (options.all && (options.labelSelector?.trim() || fieldSelector)) {
    throw new Error("setting 'all' parameter but found a non empty selector. ")
  }
  if (selector !== undefined || fieldSelector !== undefined) {
    if (names.length > 0) throw new Error('name cannot be provided when a selector is specified')
    if (tuples)
      throw new Error('selectors and the all flag cannot be used when passing resource/name arguments')
    if (types.length === 0) throw new Error('at least one resource must be specified to use a selector')
    if (options.subresource) throw new Error('subresource cannot be used when bulk resources are specified')
    const resources = unique(types, mapper, options.singleResourceType)
    return lists(invocation, resources, requested, { ...options, labelSelector: selector, fieldSelector })
  }
  if (tuples) {
    const targets = tuples.map(({ type, name }) => ({ resource: mapper.forArgument(type), name }))
    if (options.singleResourceType && new Set(targets.map(({ resource }) => resource)).size > 1) {
      throw new Error('you may only specify a single resource type')
    }
    return named(invocation, targets, requested, options)
  }
  if (names.length > 0) {
    if (types.length > 1) throw new Error('you must specify only one resource')
    const resource = mapper.forArgument(types[0] ?? '')
    return named(
      invocation,
      names.map(name => ({ resource, name })),
      requested,
      options,
    )
  }
  if (types.length > 0) {
    for (const type of types) mapper.forArgument(type)
    throw new Error('resource(s) were provided, but no name was specified')
  }
  throw new Error(missingResource)
}

export const missingResource = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`

/** `svc,deploy web` means `svc/web deploy/web`. */
function spreadTypes(args: readonly string[]): string[] {
  const [first, ...names] = args
  const types = [...new Set((first ?? '').split(','))]
  if (names.length === 0 || types.length < 2) return [...args]
  return types.flatMap(type => names.map(name => `${type}/${name}`))
}

function namedTuples(
  args: readonly string[],
  { process }: Invocation,
): { type: string; name: string }[] | undefined {
  const withSlash = args.filter(arg => arg.includes('/')).length
  if (withSlash === 0) return undefined
  if (withSlash !== args.length) {
    const base = process.argv[0]?.split('/').at(-1) ?? 'kubectl'
    throw new Error(
      `there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. '${base} get resource/<resource_name>' instead of '${base} get resource resource/<resource_name>'`,
    )
  }
  return args.map(arg => {
    const [type = '', name = '', ...more] = arg.split('/')
    if (more.length > 0) throw new Error('arguments in resource/name form may not have more than one slash')
    if (!type || !name || type.includes(',')) {
      throw new Error('arguments in resource/name form must have a single resource and name')
    }
    return { type, name }
  })
}

function typeArguments(argument: string, mapper: Mapper): string[] {
  return argument
    .split(',')
    .flatMap(
      type =>
        mapper.category(type)?.map(({ resource, group }) => (group ? `${resource}.${group}` : resource)) ?? [
          type,
        ],
    )
}

function unique(types: readonly string[], mapper: Mapper, single = false): ApiResource[] {
  const different = new Set(types)
  if (single && different.size > 1) throw new Error('you may only specify a single resource type')
  return [...new Set(types.map(type => mapper.forArgument(type)))]
}

type ListAnswer = KubeObject & { metadata?: { continue?: string; resourceVersion?: string } }

async function lists(
  invocation: Invocation,
  resources: readonly ApiResource[],
  namespace: string,
  options: SelectOptions,
): Promise<Selection> {
  const infos: Info[] = []
  const errors: Error[] = []
  let version: string | undefined
  for (const resource of resources) {
    try {
      for await (const page of pages(invocation, resource, namespace, options)) {
        infos.push(...page.infos)
        version = page.version
      }
    } catch (error) {
      errors.push(enhanced(error as Error, resource, options))
    }
  }
  const sources = resources.map(resource => ({ resource, namespace: resource.namespaced ? namespace : '' }))
  return { infos, errors, single: false, sources, version }
}

/** Says which list was refused, as resource.Selector does. */
export function enhanced(
  error: Error,
  { group, version, resource }: Pick<ApiResource, 'group' | 'version' | 'resource'>,
  options: Pick<SelectOptions, 'labelSelector' | 'fieldSelector'>,
): Error {
  if (!(error instanceof ApiStatusError) || !['BadRequest', 'NotFound'].includes(error.reason)) return error
  const gvr = `${group}/${version}, Resource=${resource}`
  const message = `Unable to find ${JSON.stringify(gvr)} that match label selector ${JSON.stringify(options.labelSelector ?? '')}, field selector ${JSON.stringify(options.fieldSelector ?? '')}: ${error.message}`
  return new ApiStatusError({ ...error.status, message })
}

async function* pages(
  invocation: Invocation,
  resource: ApiResource,
  namespace: string,
  { labelSelector, fieldSelector, chunkSize = 500, accept, query }: SelectOptions,
): AsyncGenerator<{ infos: Info[]; version?: string }> {
  const api = await invocation.api()
  const path = resourcePath({ ...resource, namespace: resource.namespaced ? namespace : undefined })
  let next: string | undefined
  do {
    const { body } = await api.request<ListAnswer>('GET', path, {
      accept,
      query: {
        ...query,
        labelSelector: labelSelector || undefined,
        fieldSelector,
        limit: chunkSize || undefined,
        continue: next,
      },
    })
    yield { infos: pageInfos(body, resource), version: body.metadata?.resourceVersion }
    next = body.metadata?.continue || undefined
  } while (next)
}

/** Items of a list; they tell their kind only through the list's. A Table stays whole. */
function pageInfos(body: ListAnswer, resource: ApiResource): Info[] {
  if (!isList(body)) return [{ resource, namespace: '', name: '', object: body }]
  const kind = (body.kind ?? '').replace(/List$/, '')
  return (body.items ?? []).map(item => {
    const object: KubeObject = { apiVersion: body.apiVersion, kind, ...item }
    return { resource, namespace: object.metadata?.namespace ?? '', name: nameOf(object), object }
  })
}

async function named(
  invocation: Invocation,
  targets: readonly { resource: ApiResource; name: string }[],
  namespace: string,
  options: SelectOptions,
): Promise<Selection> {
  const infos: Info[] = []
  const errors: Error[] = []
  for (const { resource, name } of targets) {
    if (resource.namespaced && !namespace)
      throw new Error('a resource cannot be retrieved by name across all namespaces')
    const info: Info = { resource, name, namespace: resource.namespaced ? namespace : '' }
    try {
      if (options.fetch !== false) info.object = await fetchObject(invocation, info, options)
      infos.push(info)
    } catch (error) {
      errors.push(error as Error)
    }
  }
  const sources = targets.map(({ resource, name }) => ({
    resource,
    name,
    namespace: resource.namespaced ? namespace : '',
  }))
  return { infos, errors, single: targets.length === 1, sources }
}

/** The server's current version of what `info` names. */
export async function fetchObject(
  invocation: Invocation,
  info: Info,
  { subresource, accept, query }: Pick<SelectOptions, 'subresource' | 'accept' | 'query'> = {},
): Promise<KubeObject> {
  if (!info.name) throw new Error('resource name may not be empty')
  const api = await invocation.api()
  try {
    const { body } = await api.request<KubeObject>('GET', objectPath(info, subresource), { accept, query })
    return body
  } catch (error) {
    if (isNotFound(error)) await requireNamespace(api, info.namespace)
    throw error
  }
}

/** What is not found may be missing because its namespace is: then that is the answer (cli-runtime's Info.Get). */
async function requireNamespace(api: Api, namespace: string): Promise<void> {
  if (namespace === '' || namespace === 'default') return
  const path = resourcePath({ group: '', version: 'v1', resource: 'namespaces', name: namespace })
  try {
    await api.request('GET', path)
  } catch (error) {
    if (isNotFound(error)) throw error
  }
}

export function objectPath({ resource, namespace, name }: Info, subresource?: string): string {
  return resourcePath({ ...resource, namespace: namespace || undefined, name, subresource })
}

export const collectionPath = ({ resource, namespace }: Pick<Info, 'resource' | 'namespace'>): string =>
  resourcePath({ ...resource, namespace: namespace || undefined })

async function fromFiles(
  invocation: Invocation,
  options: SelectOptions,
  namespace: { name: string; explicit: boolean },
  args: readonly string[],
): Promise<Selection> {
  if (args.length > 0) {
    const tuples = namedTuples(args, invocation)
    // A file that is not there is told first.
    if (!options.kustomize) await findSources(invocation, options.filenames ?? [], options.recursive ?? false)
    throw new Error(
      tuples
        ? 'resource/name arguments cannot be provided when a path is specified'
        : 'when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well',
    )
  }
  const { objects, found, single } = await readManifests(invocation, {
    filenames: options.filenames ?? [],
    recursive: options.recursive ?? false,
    kustomize: options.kustomize,
    validate: options.validate ?? false,
    typed: options.typed,
  })
  const matches = labelMatcher(options.labelSelector)
  const infos: Info[] = []
  const isKnown =
    (mapper: Mapper) =>
    ({ object: { apiVersion = '', kind = '' } }: ManifestObject) =>
      mapper.forKind(apiVersion, kind) !== undefined
  const mapper = objects.length > 0 ? await invocation.mapper(one => objects.every(isKnown(one))) : undefined
  /** As they are met; what is wrong with the objects of one list is one error. */
  const failed = new Map<KubeObject | Error, Error[]>()
  for (const one of found) {
    if (one instanceof Error) {
      failed.set(one, [one])
      continue
    }
    const { source, object, list = object } = one
    if (!mapper || !matches(object)) continue
    try {
      const mistake = list === object ? metadataMistake(object) : undefined
      if (mistake) throw new Error(`unable to decode ${JSON.stringify(source)}: ${mistake}`)
      const { apiVersion = '', kind = '' } = object
      if (options.typed && !mapper.forKind(apiVersion, kind)) throw unregistered({ source, apiVersion, kind })
      const info = infoOf(object, source, mapper, namespace, list !== object)
      if (options.latest && info.name) info.object = await fetchObject(invocation, info, options)
      infos.push(info)
    } catch (error) {
      failed.set(list, [...(failed.get(list) ?? []), error as Error])
    }
  }
  const errors = [...failed.values()].map(together =>
    together.length > 1 ? new Failures(together) : (together[0] as Error),
  )
  const sources = infos.map(({ resource, name, namespace: of }) => ({ resource, name, namespace: of }))
  return { infos, errors, single, sources }
}

/** What an object of a manifest is, and in which namespace it lands. */
export function infoOf(
  object: KubeObject,
  source: string,
  mapper: Mapper,
  namespace: { name: string; explicit: boolean },
  isOfList = false,
): Info {
  const { apiVersion = '', kind = '' } = object
  const name = nameOf(object)
  const own = object.metadata?.namespace ?? ''
  const resource = mapper.forKind(apiVersion, kind)
  if (!resource) {
    const unknown = `no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`
    if (isOfList) throw new Error(withoutType(object) ?? `unable to recognize ${unknown}`)
    throw new Error(
      `resource mapping not found for name: ${JSON.stringify(name)} namespace: ${JSON.stringify(own)} from ${JSON.stringify(source)}: ${unknown}\nensure CRDs are installed first`,
    )
  }
  if (!resource.namespaced) {
    const { namespace: _dropped, ...metadata } = object.metadata ?? {}
    return { resource, name, source, namespace: '', object: { ...object, metadata } }
  }
  if (own && namespace.explicit && own !== namespace.name) {
    throw new Error(
      `the namespace from the provided object ${JSON.stringify(own)} does not match the namespace ${JSON.stringify(namespace.name)}. You must pass '--namespace=${own}' to perform this operation.`,
    )
  }
  const target = own || namespace.name
  return {
    resource,
    name,
    source,
    namespace: target,
    object: { ...object, metadata: { ...object.metadata, namespace: target } },
  }
}

function withoutType({ apiVersion, kind }: KubeObject): string | undefined {
  const unclear = 'unable to get type info from the object "*unstructured.Unstructured": '
  if (!apiVersion) return `${unclear}Object 'apiVersion' is missing in 'object has no apiVersion field'`
  return kind ? undefined : `${unclear}Object 'Kind' is missing in 'object has no kind field '`
}

/** Does an object of a file have these labels? Throws for what is no selector. */
function labelMatcher(selector = ''): (object: KubeObject) => boolean {
  try {
    const matches = parseLabelSelector(selector)
    return object => matches(object.metadata?.labels ?? {})
  } catch (error) {
    throw new Error(
      `the provided selector ${JSON.stringify(selector)} is not valid: ${(error as Error).message}`,
    )
  }
}

/** Errors that are no "not found", for `--ignore-not-found`. */
export const exceptNotFound = (errors: readonly Error[]): Error[] =>
  errors.filter(error => !isNotFound(error))
