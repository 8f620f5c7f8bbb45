import type { Command } from '../../command'
import { throwVisited } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import { at, type JsonObject, type KubeObject, nameOf } from '../../object'
import { operationPrinter } from '../../output/operation'
import { objectFormats, printFlags } from '../../output/printer'
import { applyMergePatch } from '../../patch/merge-patch'
import type { Container } from '../../pods/containers'
import { type Info, select } from '../../resources/select'
import { checkDepth } from '../../yaml/read'
import {
  dryRunFlag,
  dryRunOf,
  dryRunSuffix,
  fieldManagerFlag,
  filenameFlags,
  filenamesOf,
  saveConfigFlag,
} from '../shared-flags'
import { createObject } from './create/generator'
import { keyValues } from './key-values'

export const expose: Command = {
  name: 'expose',
  usage:
    '(-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type]',
  short:
    'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
  long: `Expose a resource as a new Kubernetes service.

 The pods, services, deployments and replica sets that you name become reachable by a service with their selector. Possible resources include (case insensitive): pod (po), service (svc), deployment (deploy), replicaset (rs).`,
  examples: `# Make the pod web reachable as the service web on port 80
kubectl expose pod web --port=80

# Make a deployment reachable on port 8080, which leads to port 80 of its pods
kubectl expose deployment shop --port=8080 --target-port=80`,
  flags: [
    flag.string('cluster-ip', "ClusterIP of the service, or 'None' for a headless one."),
    dryRunFlag,
    flag.string('external-ip', 'An address outside that the cluster accepts for the service.'),
    fieldManagerFlag('kubectl-expose'),
    ...filenameFlags('identifying the resource to expose a service'),
    flag.string('labels', 'Labels to apply to the service.', { shorthand: 'l' }),
    flag.string('load-balancer-ip', 'Address to assign to the load balancer.'),
    flag.string('name', 'The name for the newly created object.'),
    flag.string('overrides', 'JSON that changes the generated object.'),
    flag.string('port', 'The port that the service should serve on; copied from the resource when missing.'),
    flag.string('protocol', "The network protocol for the service. Default is 'TCP'."),
    saveConfigFlag,
    flag.string('selector', 'A label selector for the service; taken from the resource when missing.'),
    flag.string(
      'session-affinity',
      "If non-empty, set the session affinity for the service to this; legal values: 'None', 'ClientIP'",
    ),
    flag.string('target-port', 'Name or number of the port of the container; --port when missing.'),
    flag.string('type', 'Type for this service: ClusterIP, NodePort, LoadBalancer, or ExternalName.'),
    ...printFlags(objectFormats),
  ],
  run: runExpose,
}

async function runExpose(invocation: Invocation): Promise<void> {
  const { args } = invocation
  // A wrong --dry-run or -o is told first.
  await operationPrinter(invocation, dryRunSuffix(dryRunOf(invocation)))
  const { infos, errors } = await select(invocation, {
    args,
    ...filenamesOf(invocation),
    typed: true,
  })
  const failures: Error[] = []
  for (const info of infos)
    await createObject(invocation, serviceFor(invocation, info), 'exposed', false).catch(error =>
      failures.push(error),
    )
  throwVisited(errors, failures)
}

/** What is particular to the kinds that can be exposed: where their pods' labels and containers are. */
const sources: Readonly<Record<string, { selector: (string | number)[]; containers: (string | number)[] }>> =
  {
    '/Pod': { selector: ['metadata', 'labels'], containers: ['spec', 'containers'] },
    '/Service': { selector: ['spec', 'selector'], containers: [] },
    '/ReplicationController': {
      selector: ['spec', 'selector'],
      containers: ['spec', 'template', 'spec', 'containers'],
    },
    'apps/Deployment': {
      selector: ['spec', 'selector', 'matchLabels'],
      containers: ['spec', 'template', 'spec', 'containers'],
    },
    'apps/ReplicaSet': {
      selector: ['spec', 'selector', 'matchLabels'],
      containers: ['spec', 'template', 'spec', 'containers'],
    },
  }

type Expression = { key: string; operator: string; values?: string[] }

function serviceFor({ flags }: Invocation, { resource, object }: Info): KubeObject {
  const source = sources[`${resource.group}/${resource.kind}`]
  if (!source)
    throw new Error(`cannot expose a ${resource.kind}${resource.group ? `.${resource.group}` : ''}`)
  const exposed = object as KubeObject
  const expressions = (at(exposed, 'spec', 'selector', 'matchExpressions') ?? []) as Expression[]
  if (!flags.string('selector') && expressions.length > 0)
    throw new Error(
      `couldn't retrieve selectors via --selector flag or introspection: couldn't convert expressions - "[${expressions.map(({ key, operator, values = [] }) => `{Key:${key} Operator:${operator} Values:[${values.join(' ')}]}`).join(' ')}]" to map-based selector format`,
    )
  const selector = flags.string('selector')
    ? keyValues(flags.string('selector'), 'label')
    : ((at(exposed, ...source.selector) ?? {}) as Record<string, string>)
  if (Object.keys(selector).length === 0) {
    throw new Error(
      resource.kind === 'Pod'
        ? "couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed"
        : `couldn't retrieve selectors via --selector flag or introspection: no selector found`,
    )
  }
  const ports = servicePorts(flags, exposed, source.containers)
  const labels = flags.changed('labels')
    ? keyValues(flags.string('labels'), 'label')
    : exposed.metadata?.labels
  const clusterIP = flags.string('cluster-ip')
  const spec: JsonObject = {
    ports,
    selector,
    ...(clusterIP ? { clusterIP } : {}),
    ...(flags.string('type') ? { type: flags.string('type') } : {}),
    ...(flags.string('session-affinity') ? { sessionAffinity: flags.string('session-affinity') } : {}),
    ...(flags.string('external-ip') ? { externalIPs: [flags.string('external-ip')] } : {}),
    ...(flags.string('load-balancer-ip') ? { loadBalancerIP: flags.string('load-balancer-ip') } : {}),
  }
  const service: KubeObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: flags.string('name') || nameOf(exposed),
      ...(labels && Object.keys(labels).length > 0 ? { labels } : {}),
    },
    spec,
    status: { loadBalancer: {} },
  }
  const overrides = flags.string('overrides')
  if (!overrides) return service
  const patch: unknown = JSON.parse(overrides)
  checkDepth(patch)
  return applyMergePatch(service, patch) as KubeObject
}

function servicePorts(
  flags: Invocation['flags'],
  object: KubeObject,
  containersPath: (string | number)[],
): JsonObject[] {
  const declared = containersPath.length > 0 ? containerPorts(object, containersPath) : declaredPorts(object)
  const given = flags.string('port').split(',').filter(Boolean)
  const forced = flags.string('protocol')
  const ports: Declared[] =
    given.length === 0
      ? declared
      : given.map(portNumber).flatMap(port => {
          const known = declared.filter(one => one.port === port)
          return known.length > 0 ? known : [{ port, protocol: 'TCP' }]
        })
  if (ports.length === 0) throw new Error("couldn't find port via --port flag or introspection")
  const target = flags.string('target-port')
  const numbers = [...new Set(ports.map(({ port }) => port))]
  return ports.map(({ port, protocol }) => {
    const shared = ports.filter(one => one.port === port).length > 1
    const name = `port-${numbers.indexOf(port) + 1}${shared ? `-${protocol.toLowerCase()}` : ''}`
    return {
      ...(ports.length > 1 ? { name } : {}),
      port,
      protocol: forced || protocol,
      targetPort: target === '' ? port : /^\d+$/.test(target) ? Number(target) : target,
    }
  })
}

type Declared = { port: number; protocol: string }

function containerPorts(object: KubeObject, path: (string | number)[]): Declared[] {
  const containers = (at(object, ...path) ?? []) as Container[]
  return containers.flatMap(({ ports = [] }) =>
    ports.map(({ containerPort, protocol = 'TCP' }) => ({ port: containerPort, protocol })),
  )
}

const declaredPorts = (object: KubeObject): Declared[] => (at(object, 'spec', 'ports') ?? []) as Declared[]

function portNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  throw new Error(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`)
}
