import { mostNodes } from '../../../embedded/system/places'
import { type Choice, chosenCni, configureCni } from '../cni'
import { type Command, type Context, tell } from '../context'
import { baseImage, kubernetes, profile, provisioner, runtime, system, version } from '../facts'
import { configure } from '../kubeconfig'
import type { State } from '../machine'
import { exiting } from '../say'
import { announceWorker, workerSize } from './nodes'

/** What happens to the container, by what it was before. */
const steps: Readonly<Record<State, readonly [style: 'create' | 'running' | 'restarting', text: string]>> = {
  absent: ['create', 'Creating docker container (CPUs=2, Memory=3900MB) ...'],
  running: ['running', `Updating the running docker "${profile}" container ...`],
  stopped: ['restarting', `Restarting existing docker container for "${profile}" ...`],
}

const drivers = ['docker', 'podman', 'kvm2', 'qemu2', 'qemu', 'virtualbox', 'vmware', 'none', 'ssh', '']

/** The machine as the flags want it; sizes are believed, for they change nothing here. */
function sized(text: string, { flags }: Context): string {
  const cpus = flags.string('cpus') || '2'
  const memory = flags.string('memory') || '3900mb'
  return text.replace('CPUs=2', `CPUs=${cpus}`).replace('3900MB', `${megabytes(memory)}MB`)
}

function megabytes(text: string): number {
  const [, number, unit = 'm'] = /^(\d+(?:\.\d+)?)\s*([kmg]?)i?b?$/i.exec(text) ?? []
  if (number === undefined)
    throw exiting('MK_USAGE', `Unable to parse memory '${text}': invalid size: '${text}'`, 64)
  const factor = { k: 1 / 1024, m: 1, g: 1024 }[unit.toLowerCase()] ?? 1
  return Math.floor(Number(number) * factor)
}

async function announce(context: Context, before: State): Promise<void> {
  const { flags } = context
  const driver = flags.string('driver') || flags.string('vm-driver')
  if (!drivers.includes(driver))
    throw exiting('DRV_UNSUPPORTED_OS', `The driver '${driver}' is not supported on linux/amd64`, 56)
  const reason = before !== 'absent' ? 'existing profile' : driver ? 'user configuration' : undefined
  await tell(context, 'happy', `minikube ${version} on ${system}`)
  await tell(
    context,
    'sparkle',
    reason ? `Using the docker driver based on ${reason}` : 'Automatically selected the docker driver',
  )
  if (before !== 'absent' && flags.changed('nodes'))
    await tell(
      context,
      'warning',
      "You cannot change the number of nodes for an existing minikube cluster. Please use 'minikube node add' to add nodes to an existing cluster.",
    )
  if (driver && driver !== 'docker')
    await tell(context, 'warning', `This sandbox has the docker driver only; --driver=${driver} is not used.`)
  if (before === 'absent') await tell(context, 'notice', 'Using Docker driver with root privileges')
  await tell(context, 'thumbsUp', `Starting "${profile}" primary control-plane node in "${profile}" cluster`)
  await tell(context, 'pull', `Pulling base image ${baseImage} ...`)
  const [style, text] = steps[before]
  await tell(context, style, sized(text, context))
  await tell(context, 'runtime', `Preparing Kubernetes ${kubernetes} on ${runtime} ...`)
}

/** The plug-in to bring: none for a cluster that has one and is not asked for another. */
function choiceFor({ flags }: Context, before: State, nodes: number): Choice | undefined {
  return before === 'absent' || flags.changed('cni') ? chosenCni(flags.string('cni'), nodes) : undefined
}

const numberless = (value: string) =>
  exiting(
    'MK_USAGE',
    `invalid argument "${value}" for "-n, --nodes" flag: not a number from 1 to ${mostNodes}`,
    64,
  )

/** How many nodes a new cluster has. */
function wantedNodes({ flags }: Context): number {
  const text = flags.string('nodes') || '1'
  const nodes = Number(text)
  if (!/^\d+$/.test(text) || nodes < 1 || nodes > mostNodes) throw numberless(text)
  return nodes
}

const families = ['', 'ipv4', 'dual']

function wantsDualStack({ flags }: Context): boolean {
  const family = flags.string('ip-family')
  if (!families.includes(family))
    throw exiting('MK_USAGE', `this sandbox has --ip-family=ipv4 and --ip-family=dual, not "${family}"`, 64)
  return family === 'dual'
}

/** The nodes beside the first, as they come up. */
async function startWorkers(context: Context, before: State): Promise<void> {
  const [, ...workers] = await context.machine.nodes()
  for (const { name } of workers) {
    await context.process.stdout.write('\n')
    await announceWorker(
      context,
      name,
      before === 'absent'
        ? ['create', sized(workerSize, context)]
        : ['restarting', `Restarting existing docker container for "${name}" ...`],
    )
  }
}

async function run(context: Context): Promise<undefined> {
  const { flags, machine, process, access } = context
  const made = { nodes: wantedNodes(context), dualStack: wantsDualStack(context) }
  const wanted = flags.string('kubernetes-version')
  if (wanted && !['stable', 'latest', kubernetes, kubernetes.slice(1)].includes(wanted))
    await tell(context, 'warning', `This sandbox has Kubernetes ${kubernetes} only; ${wanted} is not used.`)
  const before = await machine.state()
  const choice = choiceFor(context, before, made.nodes)
  await announce(context, before)
  await machine.become('running', { ...made, ...(choice && { cni: choice.cni }) })
  if (choice) await configureCni(context, choice)
  await tell(context, 'verify', 'Verifying Kubernetes components...')
  await tell(context, 'option', `Using image ${provisioner}`)
  await tell(context, 'addons', 'Enabled addons: storage-provisioner, default-storageclass')
  if (before !== 'running') await startWorkers(context, before)
  const keep = flags.bool('keep-context')
  await configure(process, access, keep)
  await tell(
    context,
    'ready',
    keep
      ? `To connect to this cluster, use:  --context=${profile}`
      : `Done! kubectl is now configured to use "${profile}" cluster and "default" namespace by default`,
  )
  return undefined
}

export const start: Command = {
  name: 'start',
  summary: 'Starts a local Kubernetes cluster',
  values: [
    'cni',
    'memory',
    'cpus',
    'disk-size',
    'driver',
    'vm-driver',
    'kubernetes-version',
    'container-runtime',
    'network-plugin',
    'network',
    'nodes',
    'ip-family',
    'addons',
    'apiserver-port',
    'base-image',
    'extra-config',
    'feature-gates',
    'wait',
    'wait-timeout',
    'subnet',
    'static-ip',
  ],
  switches: [
    'keep-context',
    'force',
    'enable-default-cni',
    'delete-on-failure',
    'install-addons',
    'embed-certs',
    'no-kubernetes',
    'interactive',
    'preload',
    'cache-images',
    'download-only',
    'dry-run',
    'ha',
  ],
  run,
}
