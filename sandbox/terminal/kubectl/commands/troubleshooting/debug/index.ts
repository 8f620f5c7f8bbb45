import type { Command } from '../../../command'
import { flag } from '../../../flags/definition'
import type { Invocation } from '../../../invocation'
import { joinApiVersion, type KubeObject } from '../../../object'
import type { Pod } from '../../../pods/containers'
import { namedObject } from '../../../pods/target'
import type { ApiResource } from '../../../resources/discovery'
import { select } from '../../../resources/select'
import { fieldManagerFlag, filenameFlags } from '../../shared-flags'
import { attachOrShow } from './attach'
import { customOf } from './container'
import { debugCopy } from './copy'
import { debugPod } from './ephemeral'
import { debugNode } from './node'
import { checkProfile } from './profiles'
import { validate } from './validate'

const ofCopy = '(With --copy-to only.)'

export const debug: Command = {
  name: 'debug',
  usage: '(POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]',
  short: 'Create debugging sessions for troubleshooting workloads and nodes',
  long: `Look into what runs, with tools that it does not bring itself.

 A pod is joined by one more container, with an image of your choice and the network of the pod; the pod is not restarted. With --copy-to a copy of the pod runs instead, with one more container or with other images and commands. On a node (node/NAME) a new pod gets the network of the node, and its files below /host.`,
  examples: `# Open a shell with network tools inside the network of the pod web
kubectl debug -it web --image=nicolaka/netshoot -- bash

# Try one connection from there
kubectl debug -i web --image=busybox -- wget -qO- --timeout=2 http://api

# The same in a copy of the pod, which keeps its labels and so its policies
kubectl debug -it web --copy-to=web-debug --keep-labels --image=busybox -- sh

# A copy with another image
kubectl debug web --copy-to=web-alpine --set-image=nginx=nginx:alpine

# Open a shell on a node
kubectl debug -it node/minikube --image=busybox -- sh`,
  flags: [
    flag.bool('arguments-only', 'Take what follows -- as arguments and not as the command.'),
    flag.bool('attach', 'Wait until the container runs and attach to it. Implied by -i.'),
    flag.string('container', 'Container name to use for debug container.', { shorthand: 'c' }),
    flag.string('copy-to', 'Debug a copy of the pod, with this name.'),
    flag.string('custom', 'A JSON or YAML file with fields of a container, to change what the profile says.'),
    flag.map('env', 'Environment variables to set in the container.'),
    fieldManagerFlag('kubectl-debug'),
    ...filenameFlags('that identifies what to debug').filter(({ name }) => name === 'filename'),
    flag.string('image', 'Container image to use for debug container.'),
    flag.string('image-pull-policy', 'The image pull policy for the container.'),
    flag.bool('keep-annotations', `Keep the annotations of the pod. ${ofCopy}`),
    flag.bool('keep-init-containers', `Run the init containers of the pod. ${ofCopy}`, { default: true }),
    flag.bool('keep-labels', `Keep the labels of the pod, and so what selects them. ${ofCopy}`),
    flag.bool('keep-liveness', `Keep the liveness probes of the pod. ${ofCopy}`),
    flag.bool('keep-readiness', `Keep the readiness probes of the pod. ${ofCopy}`),
    flag.bool('keep-startup', `Keep the startup probes of the pod. ${ofCopy}`),
    flag.string(
      'profile',
      'What the container may do: "general", "baseline", "restricted", "netadmin" or "sysadmin".',
      { default: 'general' },
    ),
    flag.bool('quiet', 'If true, suppress informational messages.', { shorthand: 'q' }),
    flag.bool('replace', `Delete the pod that was copied. ${ofCopy}`),
    flag.bool('same-node', `Run the copy on the node of the pod. ${ofCopy}`),
    flag.map('set-image', `Images for containers of the copy, name=image; * is all of them. ${ofCopy}`),
    flag.bool('share-processes', `Let the containers see each other's processes. ${ofCopy}`, {
      default: true,
    }),
    flag.bool('stdin', 'Keep stdin open on the container, even if nothing is attached.', { shorthand: 'i' }),
    flag.string('target', 'Share the processes of this container.'),
    flag.bool('tty', 'Allocate a TTY for the debugging container.', { shorthand: 't' }),
  ],
  run: runDebug,
}

async function runDebug(invocation: Invocation): Promise<void> {
  const { flags, args, out, err } = invocation
  checkProfile(flags.string('profile'))
  const custom = await customOf(invocation)
  const targets = flags.argsBeforeDash < 0 ? args : args.slice(0, flags.argsBeforeDash)
  validate(invocation, targets)
  const target = flags.string('target')
  if (target && !flags.bool('quiet'))
    await out(
      `Targeting container ${JSON.stringify(target)}. If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`,
    )
  if (flags.bool('tty') && !flags.bool('stdin'))
    throw new Error('-i/--stdin is required for containers with -t/--tty=true')
  if (flags.string('profile') === 'legacy')
    await err(
      '--profile=legacy is deprecated and planned to be removed in v1.39. It is recommended to specify other profile, for example "--profile=general".\n',
    )
  const attached = flags.changed('attach') ? flags.bool('attach') : flags.bool('stdin')
  for await (const { resource, object } of objectsOf(invocation, targets)) {
    const { pod, container } = await debugObject()
    if (attached && container) await attachOrShow(invocation, pod, container)

    async function debugObject() {
      if (resource.kind === 'Node' && resource.group === '') return debugNode(invocation, object, custom)
      if (resource.kind === 'Pod' && resource.group === '')
        return (flags.string('copy-to') ? debugCopy : debugPod)(invocation, object as Pod, custom)
      const kind = `${joinApiVersion(resource.group, resource.version)}, Kind=${resource.kind}`
      throw new Error(`${JSON.stringify(resource.group ? kind : `/${kind}`)} not supported by debug`)
    }
  }
}

type Found = { resource: ApiResource; object: KubeObject }

/** What is named, one after the other: the next is only looked for when the one before is done. */
async function* objectsOf(invocation: Invocation, targets: readonly string[]): AsyncGenerator<Found> {
  const filenames = invocation.flags.list('filename')
  if (filenames.length === 0) {
    for (const target of targets) yield namedObject(invocation, target)
    return
  }
  const { infos, errors } = await select(invocation, { args: targets, filenames })
  if (errors[0]) throw errors[0]
  for (const { resource, object } of infos) yield { resource, object: object as KubeObject }
}
