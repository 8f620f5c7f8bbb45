import type { Command } from '../../../command'
import { flag } from '../../../flags/definition'
import type { JsonObject } from '../../../object'
import { portNameErrors } from '../../../validation'
import { generatorCommand, requireName } from './generator'

const tcpFlag = flag.strings('tcp', "Port pairs can be specified as '<port>:<targetPort>'.")

/** `80`, `80:8080` or `80:http`. Throws in the words of Go's strconv and of apimachinery. */
function portOf(text: string, nodePort?: number): JsonObject {
  const [port = '', target] = text.split(':')
  const number = portNumber(port)
  return {
    name: text.replaceAll(':', '-'),
    port: number,
    protocol: 'TCP',
    targetPort: target === undefined ? number : targetPort(target),
    ...(nodePort ? { nodePort } : {}),
  }
}

function portNumber(text: string): number {
  const wrong = (why: string) => new Error(`strconv.ParseUint: parsing ${JSON.stringify(text)}: ${why}`)
  if (!/^\d+$/.test(text)) throw wrong('invalid syntax')
  if (Number(text) > 65535) throw wrong('value out of range')
  return Number(text)
}

function targetPort(text: string): number | string {
  if (/^[+-]?\d+$/.test(text)) {
    if (Number(text) >= 1 && Number(text) <= 65535) return Number(text)
    throw new Error('must be between 1 and 65535, inclusive')
  }
  const wrong = portNameErrors(text)
  if (wrong.length > 0) throw new Error(wrong.join(','))
  return text
}

const base = (name: string, spec: JsonObject) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { labels: { app: name }, name },
  spec: { ...spec, selector: { app: name } },
  status: { loadBalancer: {} },
})

const withPorts = (name: string, type: string, short: string) =>
  generatorCommand({
    name,
    usage: 'NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none]',
    short,
    flags: [
      ...(type === 'ClusterIP'
        ? [flag.string('clusterip', "A ClusterIP of your own, or 'None' for a headless service.")]
        : []),
      ...(type === 'NodePort'
        ? [flag.int('node-port', 'Port of the nodes on which the service is reachable.')]
        : []),
      tcpFlag,
    ],
    failure: `failed to create ${type} service:`,
    make(invocation) {
      const { flags } = invocation
      const serviceName = requireName(invocation)
      const clusterIP = flags.has('clusterip') ? flags.string('clusterip') : ''
      const ports = flags.list('tcp')
      if (ports.length === 0 && clusterIP !== 'None') {
        throw new Error('at least one tcp port specifier must be provided')
      }
      const nodePort = flags.has('node-port') ? flags.int('node-port') : undefined
      return base(serviceName, {
        type,
        ...(clusterIP ? { clusterIP } : {}),
        ...(ports.length > 0 ? { ports: ports.map(port => portOf(port, nodePort)) } : {}),
      })
    },
  })

const externalName = generatorCommand({
  name: 'externalname',
  usage: 'NAME --external-name external.name [--dry-run=server|client|none]',
  short: 'Create an ExternalName service',
  flags: [flag.string('external-name', 'External name of service', { required: true }), tcpFlag],
  failure: 'failed to create ExternalName service:',
  make(invocation) {
    const { flags } = invocation
    const ports = flags.list('tcp')
    if (
      !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(flags.string('external-name'))
    )
      throw new Error(`invalid service external name ${flags.string('external-name')}`)
    return base(requireName(invocation), {
      type: 'ExternalName',
      externalName: flags.string('external-name'),
      ...(ports.length > 0 ? { ports: ports.map(port => portOf(port)) } : {}),
    })
  },
})

export const service: Command = {
  name: 'service',
  aliases: ['svc'],
  usage: '[flags]',
  short: 'Create a service using a specified subcommand',
  flags: [],
  subcommands: [
    withPorts('clusterip', 'ClusterIP', 'Create a ClusterIP service'),
    externalName,
    withPorts('loadbalancer', 'LoadBalancer', 'Create a LoadBalancer service'),
    withPorts('nodeport', 'NodePort', 'Create a NodePort service'),
  ],
}
