import type { Command } from '../../command'
import { describerFor } from '../../describe'
import { Failures, isNotFound, throwAll } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import type { KubeObject } from '../../object'
import { type Info, objectPath, select } from '../../resources/select'
import { allNamespacesFlag, chunkSizeFlag, filenameFlags, filenamesOf, selectorFlag } from '../shared-flags'

export const describe: Command = {
  name: 'describe',
  suggestFor: ['inspect'],
  usage: '(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)',
  short: 'Show details of a specific resource or group of resources',
  long: `Show details of a specific resource or group of resources.

 Prints the object with what belongs to it, such as its events. A name that does not exist is taken as the beginning of names: 'kubectl describe pod we' describes every pod whose name begins with "we".

Use "kubectl api-resources" for a complete list of supported resources.`,
  examples: `# Describe a pod
kubectl describe pod web

# Describe a network policy
kubectl describe networkpolicy default-deny

# Describe all pods with a label
kubectl describe pods -l app=web`,
  flags: [
    allNamespacesFlag,
    chunkSizeFlag,
    ...filenameFlags('containing the resource to describe'),
    selectorFlag,
    flag.bool('show-events', 'Tell the events of the object, too.', { default: true }),
  ],
  run: runDescribe,
}

async function runDescribe(invocation: Invocation): Promise<void> {
  const { flags, args } = invocation
  const files = filenamesOf(invocation)
  if (args.length === 0 && files.filenames.length === 0) {
    throw new Error(
      'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.\n',
    )
  }
  const options = {
    ...files,
    labelSelector: flags.string('selector'),
    allNamespaces: flags.bool('all-namespaces'),
    allowEmptySelector: true,
    chunkSize: flags.int('chunk-size'),
  }
  const { infos, errors } = await select(invocation, { ...options, args })
  const [error] = errors
  if (errors.length === 1 && isNotFound(error) && args.length === 2) {
    return describeMatching(invocation, error as Error, args[0] as string, args[1] as string)
  }
  const several = errors.length > 0 || infos.length > 1
  const failures = new Map<string, Error>()
  let first = true
  for (const info of infos) {
    try {
      const object = info.source === undefined ? info.object : await present(invocation, info)
      const text = await describeInfo(invocation, { ...info, object }, several)
      await invocation.out(first ? text : `\n\n${text}`)
      first = false
    } catch (error) {
      failures.set((error as Error).message, error as Error)
    }
  }
  if (infos.length === 0 && errors.length === 0) {
    const { name } = await invocation.namespace()
    await invocation.err(
      options.allNamespaces ? 'No resources found\n' : `No resources found in ${name} namespace.\n`,
    )
  }
  if (error && files.filenames.length > 0) throw new Failures(errors)
  throwAll([...errors, ...failures.values()])
}

/** What the server has of an object in a file. */
async function present(invocation: Invocation, info: Info): Promise<KubeObject> {
  if (!info.name) throw new Error('resource name may not be empty')
  const api = await invocation.api()
  return (await api.request<KubeObject>('GET', objectPath(info))).body
}

/** Every object whose name begins like this, when there is none of that name. */
async function describeMatching(
  invocation: Invocation,
  notFound: Error,
  type: string,
  prefix: string,
): Promise<void> {
  const { infos } = await select(invocation, {
    args: [type],
    allowEmptySelector: true,
    singleResourceType: true,
  })
  const matching = infos.filter(({ name }) => name.startsWith(prefix))
  if (matching.length === 0) throw notFound
  for (const info of matching) await invocation.out(`${await describeInfo(invocation, info, true)}\n`)
}

function describeInfo(invocation: Invocation, info: Info, several: boolean): Promise<string> {
  const { flags } = invocation
  const showEvents = flags.changed('show-events') ? flags.bool('show-events') : !several
  return describerFor(info.resource)({
    invocation,
    resource: info.resource,
    object: info.object as KubeObject,
    showEvents,
  })
}
