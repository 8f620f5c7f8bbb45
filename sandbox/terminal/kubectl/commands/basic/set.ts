import type { Command } from '../../command'
import { throwAll } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import { at, type KubeObject } from '../../object'
import { operationPrinter } from '../../output/operation'
import { objectFormats, printFlags } from '../../output/printer'
import { deepEqual } from '../../patch/equal'
import type { Container } from '../../pods/containers'
import { type Info, objectPath, select } from '../../resources/select'
import {
  dryRunFlag,
  dryRunOf,
  dryRunSuffix,
  fieldManagerFlag,
  filenameFlags,
  filenamesOf,
  selectorFlag,
} from '../shared-flags'

type Containers = { containers: Container[]; initContainers?: Container[] }

/** The pod spec inside an object: its own, or its template's. */
const podSpec = (object: KubeObject): Containers | undefined =>
  (object.kind === 'Pod' ? at(object, 'spec') : at(object, 'spec', 'template', 'spec')) as
    | Containers
    | undefined

const commonFlags = (manager: string) => [
  flag.bool('all', 'Select all resources, in the namespace of the specified resource types'),
  dryRunFlag,
  fieldManagerFlag(manager),
  ...filenameFlags('identifying the resource to get from a server.'),
  flag.bool('local', 'Not available here: the change is always made on the server.'),
  selectorFlag,
  ...printFlags(objectFormats),
]

/** Words with `=` (or a dash at the end) are changes, the others name resources. */
function splitArguments(args: readonly string[], isChange: (word: string) => boolean) {
  return { resources: args.filter(word => !isChange(word)), changes: args.filter(isChange) }
}

/** Changes the pod specs of everything selected, and says what was done. */
async function changePodSpecs(
  invocation: Invocation,
  resources: readonly string[],
  change: (spec: Containers) => void,
  operation: string,
): Promise<void> {
  const { flags } = invocation
  const dryRun = dryRunOf(invocation)
  const files = filenamesOf(invocation)
  if (resources.length === 0 && files.filenames.length === 0) {
    throw new Error('one or more resources must be specified as <resource> <name> or <resource>/<name>')
  }
  const { infos, errors } = await select(invocation, {
    args: resources,
    ...files,
    labelSelector: flags.string('selector'),
    all: flags.bool('all'),
    latest: true,
  })
  const failures = [...errors]
  const printer = await operationPrinter(invocation, dryRunSuffix(dryRun))
  for (const info of infos) {
    try {
      const changed = structuredClone(info.object as KubeObject)
      const spec = podSpec(changed)
      if (!spec)
        throw new Error(
          `${info.resource.resource}/${info.name} the object is not a pod or does not have a pod template`,
        )
      change(spec)
      if (deepEqual(changed, info.object)) continue
      await printer.print(dryRun === 'client' ? changed : await save(invocation, info, spec), operation)
    } catch (error) {
      failures.push(error as Error)
    }
  }
  throwAll(failures)
}

async function save(invocation: Invocation, info: Info, spec: Containers): Promise<KubeObject> {
  const { flags } = invocation
  const containers = {
    containers: spec.containers,
    ...(spec.initContainers ? { initContainers: spec.initContainers } : {}),
  }
  const body =
    info.resource.kind === 'Pod' ? { spec: containers } : { spec: { template: { spec: containers } } }
  const api = await invocation.api()
  const answer = await api.request<KubeObject>('PATCH', objectPath(info), {
    body,
    contentType: 'application/strategic-merge-patch+json',
    query: {
      fieldManager: flags.string('field-manager'),
      dryRun: dryRunOf(invocation) === 'server' ? 'All' : undefined,
    },
  })
  return answer.body
}

const image: Command = {
  name: 'image',
  usage:
    '(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N',
  short: 'Update the image of a pod template',
  long: 'Update existing container image(s) of resources.',
  examples: `# Let the container nginx of the deployment shop run another image
kubectl set image deployment/shop nginx=nginx:alpine

# All containers of all deployments
kubectl set image deployments *=nginx:alpine --all`,
  flags: commonFlags('kubectl-set'),
  async run(invocation) {
    const { resources, changes } = splitArguments(invocation.args, word => word.includes('='))
    if (changes.length === 0) throw new Error('at least one image update is required')
    const images = changes.map(change => {
      const equals = change.indexOf('=')
      return { name: change.slice(0, equals), image: change.slice(equals + 1) }
    })
    if (images.length > 1 && images.some(({ name }) => name === '*')) {
      throw new Error(
        'all containers are already specified by *, but saw more than one container_name=container_image pairs',
      )
    }
    await changePodSpecs(
      invocation,
      resources,
      spec => {
        const all = [...spec.containers, ...(spec.initContainers ?? [])]
        for (const { name, image: wanted } of images) {
          const matching = all.filter(container => name === '*' || container.name === name)
          if (matching.length === 0) throw new Error(`unable to find container named ${JSON.stringify(name)}`)
          for (const container of matching) container.image = wanted
        }
      },
      'image updated',
    )
  },
}

const env: Command = {
  name: 'env',
  usage: 'RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N',
  short: 'Update environment variables on a pod template',
  examples: `# Set a variable of a deployment's containers
kubectl set env deployment/shop MODE=quiet

# Remove it
kubectl set env deployment/shop MODE-`,
  flags: [
    flag.string('containers', 'The names of containers to change, may use a wildcard.', {
      shorthand: 'c',
      default: '*',
    }),
    flag.array('env', 'A key=value pair to set.', { shorthand: 'e' }),
    flag.bool('list', 'Show the variables and change nothing.'),
    flag.bool('overwrite', 'Change variables that are there already.', { default: true }),
    ...commonFlags('kubectl-set'),
  ],
  async run(invocation) {
    const { flags, args } = invocation
    const split = splitArguments(args, word => word.includes('=') || word.endsWith('-'))
    const changes = [...split.changes, ...flags.list('env')]
    if (flags.bool('list')) return listVariables(invocation, split.resources)
    if (changes.length === 0) throw new Error('at least one environment variable must be provided')
    const wanted = new RegExp(
      `^${flags
        .string('containers')
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')}$`,
    )
    await changePodSpecs(
      invocation,
      split.resources,
      spec => {
        for (const container of spec.containers.filter(({ name }) => wanted.test(name))) {
          for (const change of changes) setVariable(container, change)
        }
      },
      'env updated',
    )
  },
}

function setVariable(container: Container, change: string): void {
  const equals = change.indexOf('=')
  const name = equals < 0 ? change.slice(0, -1) : change.slice(0, equals)
  const others = (container.env ?? []).filter(variable => variable.name !== name)
  container.env = equals < 0 ? others : [...others, { name, value: change.slice(equals + 1) }]
}

async function listVariables(invocation: Invocation, resources: readonly string[]): Promise<void> {
  const { infos, errors } = await select(invocation, {
    args: resources,
    ...filenamesOf(invocation),
    latest: true,
  })
  throwAll(errors)
  for (const { resource, name, object } of infos) {
    for (const container of podSpec(object as KubeObject)?.containers ?? []) {
      const variables = (container.env ?? [])
        .map(variable => `${variable.name}=${variable.value ?? ''}\n`)
        .join('')
      await invocation.out(`# ${resource.resource}/${name}, container ${container.name}\n${variables}`)
    }
  }
}

export const set: Command = {
  name: 'set',
  usage: 'SUBCOMMAND',
  short: 'Set specific features on objects',
  long: `Configure application resources.

 These commands help you make changes to existing application resources.`,
  flags: [],
  subcommands: [env, image],
}
