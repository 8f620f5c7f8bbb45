import { resourcePath } from '../../../../client'
import type { Command } from '../../command'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import { joinApiVersion } from '../../object'
import { containerNames, type Pod } from '../../pods/containers'
import { namedObject } from '../../pods/target'
import { watchPod } from '../../pods/watch-pod'
import { fieldManagerFlag } from '../shared-flags'
import { attachTo } from './attach'

/** What each profile lets the container do (kubectl's pkg/cmd/debug/profiles.go). */
const profiles: Readonly<Record<string, object | undefined>> = {
  baseline: undefined,
  general: { capabilities: { add: ['SYS_PTRACE'] } },
  legacy: undefined,
  netadmin: { capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
  restricted: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  },
  sysadmin: { privileged: true },
}
const aDay = 24 * 3_600_000
/** Letters of names that Kubernetes makes: none that spell words. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789'

export const debug: Command = {
  name: 'debug',
  usage: 'POD --image=image [-c NAME] [--target=CONTAINER] [-- COMMAND [args...] ]',
  short: 'Create debugging sessions for troubleshooting workloads and nodes',
  long: `Debug a running pod by a container that joins it: an ephemeral one, with tools of its own image and the network of the pod. The pod is not restarted.

 Copies of pods (--copy-to) and debugging of nodes are not available here.`,
  examples: `# Open a shell with network tools inside the network of the pod web
kubectl debug -it web --image=nicolaka/netshoot -- bash

# Try one connection from there
kubectl debug -i web --image=busybox -- wget -qO- --timeout=2 http://api`,
  flags: [
    flag.bool('arguments-only', 'Take what follows -- as arguments and not as the command.'),
    flag.bool('attach', 'Wait until the container runs and attach to it. Implied by -i.'),
    flag.string('container', 'Container name to use for debug container.', { shorthand: 'c' }),
    flag.string('copy-to', 'Create a copy of the target Pod with this name. Not available here.'),
    flag.array('env', 'Environment variables to set in the container.'),
    fieldManagerFlag('kubectl-debug'),
    flag.string('image', 'Container image to use for debug container.'),
    flag.string('image-pull-policy', 'The image pull policy for the container.'),
    flag.string(
      'profile',
      'What the container may do: "general", "baseline", "restricted", "netadmin" or "sysadmin".',
      { default: 'general' },
    ),
    flag.bool('quiet', 'If true, suppress informational messages.', { shorthand: 'q' }),
    flag.bool('stdin', 'Keep stdin open on the container, even if nothing is attached.', { shorthand: 'i' }),
    flag.string('target', 'Share the processes of this container.'),
    flag.bool('tty', 'Allocate a TTY for the debugging container.', { shorthand: 't' }),
  ],
  run: runDebug,
}

async function runDebug(invocation: Invocation): Promise<void> {
  const { flags, args } = invocation
  if (flags.string('copy-to')) throw new Error('--copy-to is not available in this terminal')
  const profile = flags.string('profile')
  if (!Object.hasOwn(profiles, profile)) throw new Error(`unknown profile: ${profile}`)
  if (profile === 'legacy')
    await invocation.err(
      '--profile=legacy is deprecated and planned to be removed in v1.39. It is recommended to specify other profile, for example "--profile=general".\n',
    )
  if (!flags.string('image')) throw new Error('you must specify --image when not using --copy-to.')
  const dash = flags.argsBeforeDash
  const targets = dash < 0 ? args : args.slice(0, dash)
  const command = dash < 0 ? [] : args.slice(dash)
  if (targets.length === 0) throw new Error('NAME or TYPE/NAME is required for debug')
  if (flags.bool('tty') && !flags.bool('stdin'))
    throw new Error('-i/--stdin is required for containers with -t/--tty=true')
  for (const target of targets) {
    if (/^nodes?\//.test(target) || target.startsWith('no/')) {
      throw new Error('debugging a node is not available in this terminal')
    }
    const { resource, object } = await namedObject(invocation, target)
    if (resource.kind !== 'Pod') {
      const kind = `${joinApiVersion(resource.group, resource.version)}, Kind=${resource.kind}`
      throw new Error(`${JSON.stringify(resource.group ? kind : `/${kind}`)} not supported by debug`)
    }
    await debugPod(invocation, object as Pod, command)
  }
}

async function debugPod(invocation: Invocation, pod: Pod, command: readonly string[]): Promise<void> {
  const { flags } = invocation
  const name = await containerName(invocation, pod)
  const env = flags
    .list('env')
    .map(text => ({ name: text.split('=')[0], value: text.slice(text.indexOf('=') + 1) }))
  const securityContext = profiles[flags.string('profile')]
  const container = {
    name,
    image: flags.string('image'),
    ...(command.length > 0 ? { [flags.bool('arguments-only') ? 'args' : 'command']: command } : {}),
    ...(env.length > 0 ? { env } : {}),
    ...(flags.string('image-pull-policy') ? { imagePullPolicy: flags.string('image-pull-policy') } : {}),
    ...(flags.string('target') ? { targetContainerName: flags.string('target') } : {}),
    ...(securityContext ? { securityContext } : {}),
    stdin: flags.bool('stdin'),
    terminationMessagePolicy: 'File',
    tty: flags.bool('tty'),
  }
  const { name: podName = '', namespace = '' } = pod.metadata ?? {}
  const order = [...(pod.spec?.ephemeralContainers ?? []), container].map(({ name }) => ({ name }))
  const api = await invocation.api()
  const path = resourcePath({
    group: '',
    version: 'v1',
    resource: 'pods',
    namespace,
    name: podName,
    subresource: 'ephemeralcontainers',
  })
  await api.request('PATCH', path, {
    body: { spec: { ephemeralContainers: [container], '$setElementOrder/ephemeralContainers': order } },
    contentType: 'application/strategic-merge-patch+json',
    query: { fieldManager: flags.string('field-manager') },
  })
  const attached = flags.changed('attach') ? flags.bool('attach') : flags.bool('stdin')
  if (attached) await attachOrShow(invocation, pod, name)
}

async function containerName({ flags, out }: Invocation, pod: Pod): Promise<string> {
  const quiet = flags.bool('quiet')
  if (flags.string('target') && !quiet) {
    await out(
      `Targeting container ${JSON.stringify(flags.string('target'))}. If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`,
    )
  }
  if (flags.string('container')) return flags.string('container')
  const taken = new Set(containerNames(pod))
  let name: string
  do {
    const suffix = Array.from(
      { length: 5 },
      () => alphabet[Math.floor(Math.random() * alphabet.length)],
    ).join('')
    name = `debugger-${suffix}`
  } while (taken.has(name))
  if (!quiet) await out(`Defaulting debug container name to ${name}.\n`)
  return name
}

const stateOf = ({ status }: Pod, container: string) =>
  status?.ephemeralContainerStatuses?.find(({ name }) => name === container)?.state

async function attachOrShow(invocation: Invocation, pod: Pod, container: string): Promise<void> {
  const { flags } = invocation
  const started = await watchPod(invocation, pod, aDay, one => {
    const state = stateOf(one, container)
    return state?.running !== undefined || state?.terminated !== undefined
  })
  if (stateOf(started, container)?.terminated) return showLogs(invocation, started, container)
  try {
    await attachTo(invocation, started, {
      container,
      stdin: flags.bool('stdin'),
      tty: flags.bool('tty'),
      quiet: flags.bool('quiet'),
    })
  } catch (error) {
    invocation.signal.throwIfAborted()
    await invocation.err(
      `warning: couldn't attach to pod/${pod.metadata?.name}, falling back to streaming logs: ${(error as Error).message}\n`,
    )
    await showLogs(invocation, started, container)
  }
}

async function showLogs(invocation: Invocation, pod: Pod, container: string): Promise<void> {
  const api = await invocation.api()
  const { name = '', namespace = '' } = pod.metadata ?? {}
  for await (const chunk of api.client.logs({ namespace, pod: name, container }, invocation.signal)) {
    await invocation.process.stdout.write(chunk)
  }
}
