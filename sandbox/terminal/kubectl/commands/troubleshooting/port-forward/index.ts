import { randomBytes } from 'node:crypto'
import { ApiStatusError } from '../../../../../client'
import type { Connection } from '../../../../../embedded/network/sockets/connection'
import type { Listener } from '../../../../../embedded/network/stack'
import { type Command, usageError } from '../../../command'
import { isNotFound } from '../../../failure'
import { flag } from '../../../flags/definition'
import type { Invocation } from '../../../invocation'
import { logLine } from '../../../log-line'
import type { Pod } from '../../../pods/containers'
import { findPod, namedObject } from '../../../pods/target'
import { podRunningTimeoutFlag } from '../exec'
import { listenOn, parseAddresses } from './listen'
import { type ForwardedPort, parsePort, portsBehindService, portsInPod, type Service } from './ports'

export const portForward: Command = {
  name: 'port-forward',
  usage: 'TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]',
  short: 'Forward one or more local ports to a pod',
  long: `Forward one or more local ports to a pod.

 What connects to the port here, in this terminal, speaks with the pod: network policies have no say in it, for the node of the pod makes the connection. It lasts until Ctrl-C; try it from another terminal, or begin it with & at the end of the line. A service or a deployment stands for one of its pods.`,
  examples: `# Reach port 80 of the pod web by port 8080 here
kubectl port-forward pod/web 8080:80

# A pod behind a service, by the port of the service, while you go on working
kubectl port-forward service/shop 8080:80 &
curl localhost:8080

# Any free port
kubectl port-forward pod/web :80`,
  flags: [
    flag.strings('address', 'Addresses to listen on, of this terminal only.', { default: ['localhost'] }),
    podRunningTimeoutFlag(60_000),
  ],
  run: runPortForward,
}

async function runPortForward(invocation: Invocation): Promise<void> {
  const { flags, args } = invocation
  const [target = '', ...words] = args
  if (words.length === 0)
    throw usageError(invocation, 'TYPE/NAME and list of ports are required for port-forward')
  const info = await namedObject(invocation, target)
  const pod = await findPod(invocation, info, flags.duration('pod-running-timeout'))
  const isService = info.resource.kind === 'Service' && info.resource.group === ''
  const texts = isService ? portsBehindService(words, info.object as Service, pod) : portsInPod(words, pod)
  const phase = pod.status?.phase
  if (phase !== 'Running')
    throw new Error(`unable to forward port because pod is not running. Current status=${phase}`)
  const addresses = parseAddresses(flags.list('address'))
  const ports = texts.map(parsePort)
  const listening: [ForwardedPort, Listener][] = []
  try {
    for (const port of ports) {
      try {
        for (const one of await listenOn(invocation, port, addresses)) listening.push([port, one])
      } catch (error) {
        await invocation.err(`Unable to listen on port ${port.local}: ${(error as Error).message}\n`)
      }
    }
    if (listening.length === 0) {
      const all = ports.map(({ local, remote }) => `{${local} ${remote}}`).join(' ')
      throw new Error(`unable to listen on any of the requested ports: [${all}]`)
    }
    await forwardUntilLost(invocation, pod, listening)
  } finally {
    for (const [, listener] of listening) listener.dispose()
  }
}

/** Until Ctrl-C; rejects when a connection fails at the pod, for then the real one has lost all of them. */
async function forwardUntilLost(
  invocation: Invocation,
  pod: Pod,
  listening: readonly [ForwardedPort, Listener][],
): Promise<void> {
  const over = new AbortController()
  const signal = AbortSignal.any([invocation.signal, over.signal])
  try {
    await new Promise<void>((resolve, reject) => {
      if (invocation.signal.aborted) resolve()
      invocation.signal.addEventListener('abort', () => resolve(), { once: true })
      const accept = async (port: ForwardedPort, listener: Listener) => {
        for (let one = await listener.accept(); one; one = await listener.accept()) {
          await invocation.out(`Handling connection for ${port.local}\n`)
          void carry(invocation, pod, port, one, signal).catch(reject)
        }
      }
      for (const [port, listener] of listening) accept(port, listener).catch(reject)
    })
  } finally {
    over.abort('SIGHUP')
  }
}

async function carry(
  invocation: Invocation,
  pod: Pod,
  { local, remote }: ForwardedPort,
  connection: Connection,
  signal: AbortSignal,
): Promise<void> {
  const { name = '', namespace = '' } = pod.metadata ?? {}
  const { client } = await invocation.api()
  try {
    const failure = await client
      .forward({ namespace, pod: name, port: remote }, connection, signal)
      .catch(error => whyNot(error, remote))
    if (failure === undefined || signal.aborted) return
    const text = `an error occurred forwarding ${local} -> ${remote}: ${failure}`
    await invocation.err(logLine('E', 'portforward.go:522', `"Unhandled Error" err=${JSON.stringify(text)}`))
    throw new Error('lost connection to pod')
  } finally {
    connection.close()
  }
}

/** Of a pod that is gone the node still knows the sandbox, and no more. */
function whyNot(error: unknown, port: number): string {
  if (!(error instanceof ApiStatusError)) return (error as Error).message
  if (!isNotFound(error)) return error.message
  const sandbox = randomBytes(32).toString('hex')
  return `error forwarding port ${port} to pod ${sandbox}, uid : network namespace for sandbox "${sandbox}" is closed`
}
