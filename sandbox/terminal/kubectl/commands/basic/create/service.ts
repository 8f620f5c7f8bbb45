import type { Command } from '../../../command'
import { flag } from '../../../flags/definition'
import type { JsonObject } from '../../../object'
import { generatorCommand, requireName } from './generator'

const tcpFlag = flag.strings('tcp', "Port pairs can be specified as '<port>:<targetPort>'.")

/** `80`, `80:8080` or `80:http`. */
function portOf(text: string, nodePort?: number): JsonObject {
  const [port = '', target = port, ...more] = text.split(':')
  const number = (value: string) => {
    if (!/^\d+$/.test(value) || Number(value) < 1 || Number(value) > 65535) {
      throw new Error(`invalid port: ${value}`)
    }
    return Number(value)
  }
  if (more.length > 0) throw new Error(`invalid port: ${text}`)
  return {
    name: text.replace(':', '-'),
    port: number(port),
    protocol: 'TCP',
    targetPort: /^\d+$/.test(target) ? number(target) : target,
    ...(nodePort ? { nodePort } : {}),
  }
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
  flags: [flag.string('external-name', 'External name of service'), tcpFlag],
  make(invocation) {
    const { flags } = invocation
    if (!flags.changed('external-name')) throw new Error('required flag(s) "external-name" not set')
    const ports = flags.list('tcp')
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
