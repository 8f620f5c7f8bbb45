import type { V1Service } from '@kubernetes/client-node'
import { ApiStatusError } from '../../../client'
import { type Command, type Context, requireRunning, tell } from '../context'
import { nodeAddress } from '../facts'
import { exiting } from '../say'
import { drawTable } from '../table'

const headers = ['NAMESPACE', 'NAME', 'TARGET PORT', 'URL']

/** The ports of a service that the node listens on. */
const nodePorts = ({ spec }: V1Service) => (spec?.ports ?? []).filter(({ nodePort }) => nodePort)

function rowOf(service: V1Service): string[] {
  const { namespace = '', name = '' } = service.metadata ?? {}
  const ports = nodePorts(service)
  const [first] = ports
  if (!first) return [namespace, name, 'No node port', '']
  const target = first.name ? `${first.name}/${first.port}` : String(first.port)
  return [namespace, name, target, `http://${nodeAddress}:${first.nodePort}`]
}

async function list({ machine, process, flags }: Context): Promise<void> {
  const path = flags.string('namespace')
    ? `/api/v1/namespaces/${encodeURIComponent(flags.string('namespace'))}/services`
    : '/api/v1/services'
  const { body } = await machine.client.request<{ items: V1Service[] }>('GET', path, {
    signal: process.signal,
  })
  await process.stdout.write(drawTable(headers, body.items.map(rowOf)))
}

async function find({ machine, process }: Context, namespace: string, name: string): Promise<V1Service> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/services/${encodeURIComponent(name)}`
  try {
    return (await machine.client.request<V1Service>('GET', path, { signal: process.signal })).body
  } catch (error) {
    if (!(error instanceof ApiStatusError) || error.code !== 404) throw error
    throw exiting(
      'SVC_NOT_FOUND',
      `Service '${name}' was not found in '${namespace}' namespace.\nYou may select another namespace by using 'minikube service ${name} -n <namespace>'. Or list out all the services using 'minikube service list'`,
      115,
    )
  }
}

export const service: Command = {
  name: 'service',
  summary: 'Returns a URL to connect to a service',
  values: ['namespace', 'format', 'interval', 'wait'],
  switches: ['url', 'https', 'all'],
  async run(context) {
    const { args, flags, process } = context
    await requireRunning(context)
    const [name] = args
    if (name === undefined) throw exiting('MK_USAGE', 'You must specify service name(s) or --all flag', 64)
    if (name === 'list') {
      await list(context)
      return undefined
    }
    const namespace = flags.string('namespace') || 'default'
    const found = await find(context, namespace, name)
    const scheme = flags.bool('https') ? 'https' : 'http'
    const urls = nodePorts(found).map(({ nodePort }) => `${scheme}://${nodeAddress}:${nodePort}`)
    if (urls.length === 0) {
      await tell(context, 'sad', `service ${namespace}/${name} has no node port`)
      return undefined
    }
    if (flags.bool('url')) await process.stdout.write(urls.map(url => `${url}\n`).join(''))
    else await process.stdout.write(drawTable(headers, [rowOf(found)]))
    return undefined
  },
}
