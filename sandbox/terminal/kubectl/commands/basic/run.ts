import { type Command, usageError } from '../../command'
import { Fatal } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import { isObject, type JsonObject, type KubeObject } from '../../object'
import { operationPrinter } from '../../output/operation'
import { objectFormats, printFlags } from '../../output/printer'
import { applyJsonPatch, type JsonPatchOperation } from '../../patch/json-patch'
import { applyMergePatch } from '../../patch/merge-patch'
import { patchSchemaOf } from '../../patch/schema'
import { applyStrategicPatch } from '../../patch/strategic-apply'
import type { Pod } from '../../pods/containers'
import { watchPod } from '../../pods/watch-pod'
import { objectPath } from '../../resources/select'
import { imageReference } from '../../validation'
import { checkDepth } from '../../yaml/read'
import { dryRunFlag, dryRunOf, dryRunSuffix, fieldManagerFlag, saveConfigFlag } from '../shared-flags'
import { attachOrLogs, copyLogs } from '../troubleshooting/attach-or-logs'
import { podRunningTimeoutFlag } from '../troubleshooting/exec'
import { createObject } from './create/generator'
import { keyValues } from './key-values'

export const run: Command = {
  name: 'run',
  usage:
    'NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...]',
  short: 'Run a particular image on the cluster',
  long: 'Create and run a particular image in a pod.',
  examples: `# Start a pod named web from the image nginx
kubectl run web --image=nginx --labels=app=web,tier=frontend --port=80

# Start a pod that sleeps for an hour
kubectl run client --image=busybox --command -- sleep 3600

# Open a shell in a new pod, which is deleted when you leave it
kubectl run -it --rm debug --image=nicolaka/netshoot --restart=Never -- bash

# Write the manifest instead of starting the pod
kubectl run web --image=nginx --dry-run=client -o yaml`,
  flags: [
    flag.array('annotations', 'Annotations to apply to the pod.'),
    flag.bool('attach', 'Wait until the pod runs and attach to it. Implied by -i.'),
    flag.bool('command', 'Take what follows -- as the command of the container and not as its arguments.'),
    flag.string('detach-keys', 'Override the key sequence for detaching a container.', {
      default: 'ctrl-p,ctrl-q',
    }),
    dryRunFlag,
    flag.array('env', 'Environment variables to set in the container.'),
    flag.bool('expose', 'Create a ClusterIP service for the pod, too. Requires --port.'),
    fieldManagerFlag('kubectl-run'),
    flag.string('image', 'The image for the container to run.', { required: true }),
    flag.string(
      'image-pull-policy',
      'The image pull policy for the container. Left to the server when empty.',
    ),
    flag.string('labels', 'Comma separated labels to apply to the pod.', { shorthand: 'l' }),
    flag.bool('leave-stdin-open', 'Keep stdin open after the first session is over.'),
    flag.string(
      'override-type',
      'The method used to override the generated object: json, merge, or strategic.',
      { default: 'merge' },
    ),
    flag.string('overrides', 'JSON that changes the generated object.'),
    podRunningTimeoutFlag(60_000),
    flag.string('port', 'The port that this container exposes.'),
    flag.bool('privileged', 'If true, run the container in privileged mode.'),
    flag.bool('quiet', 'If true, suppress prompt messages.', { shorthand: 'q' }),
    flag.string('restart', 'The restart policy for this Pod. Legal values [Always, OnFailure, Never].', {
      default: 'Always',
    }),
    flag.bool('rm', 'Delete the pod after it exits. Only valid when attaching to it, e.g. with -i.'),
    saveConfigFlag,
    flag.bool('stdin', 'Keep stdin open on the container in the pod, even if nothing is attached.', {
      shorthand: 'i',
    }),
    flag.bool('tty', 'Allocate a TTY for the container in the pod.', { shorthand: 't' }),
    ...printFlags(objectFormats),
  ],
  run: runRun,
}

async function runRun(invocation: Invocation): Promise<void> {
  const { flags } = invocation
  const printer = await operationPrinter(invocation, dryRunSuffix(dryRunOf(invocation)))
  validate(invocation)
  const attached = flags.changed('attach') ? flags.bool('attach') : flags.bool('stdin')
  if (!attached && flags.bool('rm'))
    throw usageError(invocation, '--rm should only be used for attached containers')
  if (attached && dryRunOf(invocation) !== 'none') {
    throw usageError(
      invocation,
      "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
    )
  }
  const manifest = await withOverrides(invocation, podManifest(invocation))
  const quietly = { ...invocation, out: async () => {} }
  const pod = (await createObject(quietly, manifest, 'created', false)) as Pod
  const created: KubeObject[] = [pod as KubeObject]
  if (flags.bool('expose')) {
    created.push(await createObject(invocation, serviceManifest(invocation), 'created', false))
    // Once between two objects, and once more by the printer of the second.
    if (flags.string('output') === 'yaml') await invocation.out('---\n---\n')
  }
  if (!attached) return printer.print(pod as KubeObject, 'created')
  try {
    await runAttached(invocation, pod)
  } finally {
    if (flags.bool('rm')) await removeAll(invocation, created)
  }
}

function validate(invocation: Invocation): void {
  const { flags, args } = invocation
  if (args.length === 0 || flags.argsBeforeDash === 0)
    throw usageError(invocation, 'NAME is required for run')
  const image = flags.string('image')
  if (image === '') throw new Error('--image is required')
  if (!imageReference.test(image))
    throw new Error(`Invalid image name ${JSON.stringify(image)}: invalid reference format`)
  if (flags.bool('tty') && !flags.bool('stdin')) {
    throw usageError(invocation, '-i/--stdin is required for containers with -t/--tty=true')
  }
  if (flags.bool('expose') && !flags.string('port')) {
    throw usageError(invocation, '--port must be set when exposing a service')
  }
  const restart = flags.string('restart')
  if (!['', 'Always', 'OnFailure', 'Never'].includes(restart)) {
    throw usageError(invocation, `invalid restart policy: ${restart}`)
  }
  const pull = flags.string('image-pull-policy')
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(pull)) {
    throw usageError(invocation, `invalid image pull policy: ${pull}`)
  }
}

function podManifest({ flags, args }: Invocation): KubeObject {
  const [name = '', ...words] = args
  const port = flags.string('port')
  const env = flags.list('env').map((text): JsonObject => {
    const [, key, value] = /^([A-Za-z_.-][A-Za-z0-9_.-]*)=(.*)$/s.exec(text) ?? []
    if (key === undefined) throw new Error(`invalid env: ${text}`)
    return value ? { name: key, value } : { name: key }
  })
  const labels = keyValues(flags.string('labels'), 'label')
  const annotations = Object.assign(
    {},
    ...flags.list('annotations').map(text => keyValues(text, 'annotations')),
  )
  const container: JsonObject = {
    name,
    image: flags.string('image'),
    resources: {},
    ...(words.length > 0 ? { [flags.bool('command') ? 'command' : 'args']: words } : {}),
    ...(env.length > 0 ? { env } : {}),
    ...(flags.string('image-pull-policy') ? { imagePullPolicy: flags.string('image-pull-policy') } : {}),
    ...(port ? { ports: [{ containerPort: portNumber(port) }] } : {}),
    ...(flags.bool('stdin') ? { stdin: true } : {}),
    ...(flags.bool('stdin') && !flags.bool('leave-stdin-open') ? { stdinOnce: true } : {}),
    ...(flags.bool('tty') ? { tty: true } : {}),
    ...(flags.bool('privileged') ? { securityContext: { privileged: true } } : {}),
  }
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      labels: Object.keys(labels).length > 0 ? labels : { run: name },
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    },
    spec: { containers: [container], dnsPolicy: 'ClusterFirst', restartPolicy: restartPolicy(flags) },
    status: {},
  }
}

const restartPolicy = (flags: Invocation['flags']): string =>
  flags.string('restart') || (flags.bool('stdin') ? 'OnFailure' : 'Always')

function portNumber(text: string): number {
  if (/^-?\d+$/.test(text)) return Number(text)
  throw new Error(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`)
}

function serviceManifest({ flags, args }: Invocation): KubeObject {
  const port = portNumber(flags.string('port'))
  const labels = keyValues(flags.string('labels'), 'label')
  const selector = Object.keys(labels).length > 0 ? labels : { run: args[0] ?? '' }
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: args[0] ?? '', ...(flags.string('labels') ? { labels } : {}) },
    spec: { ports: [{ port, protocol: 'TCP', targetPort: port }], selector },
    status: { loadBalancer: {} },
  }
}

async function withOverrides(invocation: Invocation, manifest: KubeObject): Promise<KubeObject> {
  const { flags } = invocation
  const text = flags.string('overrides')
  if (!text) return manifest
  let overrides: unknown
  try {
    overrides = JSON.parse(text)
    checkDepth(overrides)
  } catch (error) {
    // What json-patch says of any text that it cannot read.
    if (error instanceof SyntaxError) throw new Error('Invalid JSON Patch')
    throw error
  }
  const type = flags.string('override-type')
  if (type === 'json') return applyJsonPatch(manifest, overrides as JsonPatchOperation[])
  const schema =
    type === 'strategic' ? await patchSchemaOf(invocation, { apiVersion: 'v1', kind: 'Pod' }) : undefined
  return (
    schema && isObject(overrides)
      ? applyStrategicPatch(manifest, overrides, schema)
      : applyMergePatch(manifest, overrides)
  ) as KubeObject
}

async function runAttached(invocation: Invocation, created: Pod): Promise<void> {
  const { flags } = invocation
  const timeout = flags.duration('pod-running-timeout')
  const over = ({ status }: Pod) => status?.phase === 'Succeeded' || status?.phase === 'Failed'
  const ready = ({ status }: Pod) =>
    status?.phase === 'Running' &&
    status.conditions?.some(one => one.type === 'Ready' && one.status === 'True') === true
  const pod = await watchPod(invocation, created, timeout, one => ready(one) || over(one))
  await copyLogs(invocation, pod, '')
  if (!over(pod)) await attachOrLogs(invocation, pod, '')
  const policy = restartPolicy(flags)
  if (policy === 'Always' || flags.bool('leave-stdin-open')) return
  const ended = await watchPod(
    invocation,
    pod,
    timeout,
    policy === 'OnFailure' ? one => one.status?.phase === 'Succeeded' : over,
  )
  throwExitStatus(ended)
}

/** What the container wrote before anybody was attached. */
function throwExitStatus({ metadata, status }: Pod): void {
  if (status?.phase !== 'Failed') return
  const name = `${metadata?.namespace}/${metadata?.name}`
  const terminated = status.containerStatuses?.[0]?.state?.terminated
  if (!terminated?.exitCode) throw new Error(`pod ${name} failed with unknown exit code`)
  throw new Fatal(
    `pod ${name} terminated (${terminated.reason ?? ''})\n${terminated.message ?? ''}`,
    terminated.exitCode,
  )
}

async function removeAll(invocation: Invocation, objects: readonly KubeObject[]): Promise<void> {
  const mapper = await invocation.mapper()
  const api = await invocation.api()
  for (const { apiVersion = '', kind = '', metadata } of objects) {
    const resource = mapper.forKind(apiVersion, kind)
    if (!resource) continue
    const { name = '', namespace = '' } = metadata ?? {}
    // Also after Ctrl-C: what was made for this one run is not left behind.
    await api.client
      .request('DELETE', objectPath({ resource, name, namespace }), {
        body: { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background' },
      })
      .then(
        () =>
          invocation.flags.bool('quiet')
            ? undefined
            : invocation.out(`${kind.toLowerCase()} "${name}" deleted from ${namespace} namespace\n`),
        () => undefined,
      )
  }
}
