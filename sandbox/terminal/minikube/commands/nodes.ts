import { type Command, type Context, notFound, requireRunning, tell } from '../context'
import { baseImage, kubernetes, nodeAddress, profile, runtime } from '../facts'
import type { Node } from '../machine'
import { exiting } from '../say'

/** What is said of a node beside the first when it starts; `text`: what happens to its container. */
export async function announceWorker(
  context: Context,
  name: string,
  [style, text]: readonly [style: 'create' | 'restarting', text: string],
): Promise<void> {
  await tell(context, 'thumbsUp', `Starting "${name}" worker node in "${profile}" cluster`)
  await tell(context, 'pull', `Pulling base image ${baseImage} ...`)
  await tell(context, style, text)
  await tell(context, 'internet', 'Found network options:')
  await tell(context, 'option', `NO_PROXY=${nodeAddress}`)
  await tell(context, 'runtime', `Preparing Kubernetes ${kubernetes} on ${runtime} ...`)
  await tell(context, 'option', `env NO_PROXY=${nodeAddress}`)
  await tell(context, 'verify', 'Verifying Kubernetes components...')
}

export const workerSize = 'Creating docker container (CPUs=2, Memory=3900MB) ...'
const restarting = (name: string) => `Restarting existing docker container for "${name}" ...`

/** A node as one may name it: `minikube-m02` or `m02`. */
async function retrieve({ machine }: Context, name: string): Promise<Node> {
  const found = (await machine.nodes()).find(one => one.name === name || one.name === `${profile}-${name}`)
  if (found) return found
  throw exiting('GUEST_NODE_RETRIEVE', `retrieving node: Could not find node ${name}`, 80)
}

async function add(context: Context): Promise<void> {
  const { machine } = context
  await requireRunning(context)
  const nodes = await machine.nodes()
  const last = Number(/-m(\d+)$/.exec(nodes.at(-1)!.name)?.[1] ?? 1)
  const name = `m${String(last + 1).padStart(2, '0')}`
  await tell(context, 'happy', `Adding node ${name} to cluster ${profile} as [worker]`)
  await announceWorker(context, `${profile}-${name}`, ['create', workerSize])
  await machine.node(`${profile}-${name}`, 'running')
  await tell(context, 'ready', `Successfully added ${name} to ${profile}!`)
}

async function remove(context: Context, wanted: string): Promise<void> {
  const { machine, process } = context
  await requireRunning(context)
  await tell(context, 'deleting', `Deleting node ${wanted} from cluster ${profile}`)
  const { name, state } = await retrieve(context, wanted)
  if (name === profile)
    throw exiting(
      'GUEST_NODE_DELETE',
      `deleting node: ${name} is the control plane: use "minikube delete"`,
      80,
    )
  if (state === 'running') await switchOff(context, name)
  await tell(context, 'deleting', `Deleting "${name}" in docker ...`)
  await machine.node(name, 'absent')
  await tell(context, 'deleting', `Removing ${process.env.HOME ?? '~'}/.minikube/machines/${name} ...`)
  await tell(context, 'deleted', `Node ${wanted} was successfully deleted.`)
}

/** What is said when a machine is switched off. */
export async function switchOff(context: Context, name: string): Promise<void> {
  await tell(context, 'stopping', `Stopping node "${name}"  ...`)
  await tell(context, 'stopped', `Powering off "${name}" via SSH ...`)
}

async function start(context: Context, wanted: string): Promise<void> {
  const { machine } = context
  const { name, state } = await retrieve(context, wanted)
  if (state === 'running') return tell(context, 'check', `${wanted} is already running`)
  await requireRunning(context)
  await announceWorker(context, name, ['restarting', restarting(name)])
  await machine.node(name, 'running')
  await tell(context, 'happy', `Successfully started node ${name}!`)
}

async function stop(context: Context, wanted: string): Promise<void> {
  const { machine } = context
  const { name, state } = await retrieve(context, wanted)
  if (name === profile)
    throw exiting('MK_USAGE', 'without its control plane there is no cluster: use "minikube stop"', 64)
  if (state === 'running') {
    await switchOff(context, name)
    await machine.node(name, 'stopped')
  }
  await tell(context, 'stopped', `Successfully stopped node ${name}`)
}

async function list({ machine, process }: Context): Promise<void> {
  for (const { name, address } of await machine.nodes()) await process.stdout.write(`${name}\t${address}\n`)
}

const verbs: Readonly<Record<string, (context: Context, name: string) => Promise<void>>> = {
  add,
  delete: remove,
  list,
  start,
  stop,
}
const unnamed = new Set(['add', 'list'])

export const nodes: Command = {
  name: 'node',
  summary: 'Add, remove, or list additional nodes',
  switches: ['worker', 'control-plane', 'delete-on-failure'],
  async run(context) {
    const { args, machine, flags } = context
    const [verb = '', name] = args
    const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
    if (!run) throw exiting('MK_USAGE', 'Usage: minikube node [add|start|stop|delete|list]', 64)
    if (name === undefined && !unnamed.has(verb))
      throw exiting('MK_USAGE', `Usage: minikube node ${verb} [name]`, 64)
    if (flags.bool('control-plane'))
      throw exiting('MK_USAGE', 'a cluster of this sandbox has one control plane', 64)
    if ((await machine.state()) === 'absent') throw notFound()
    await run(context, name ?? '')
    return undefined
  },
}

/** The node that `--node` names, else the first. */
export async function chosenNode(context: Context): Promise<Node> {
  const wanted = context.flags.string('node')
  return wanted ? retrieve(context, wanted) : (await context.machine.nodes())[0]!
}
