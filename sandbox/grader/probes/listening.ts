import type { KubernetesClient } from '../../client'
import { pause } from '../pause'
import { tcpProbe } from './connect'
import { type ProbePlace, runCommand } from './run'

/** Milliseconds until the grader's own server must listen. */
const patience = 2_000
const interval = 20

/**
 * Does something while somebody listens on a port of a pod: the pod's own server, or one of the grader's for that
 * long. Then a refusal is a policy's. Answers undefined if nobody can be made to listen.
 */
export async function whileListening<T>(
  client: KubernetesClient,
  place: ProbePlace & { ip: string },
  port: number,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T | undefined> {
  // A pod always reaches itself.
  const { command, observed } = tcpProbe(place.ip, port, 1_000)
  const listens = async () => observed(await runCommand(client, place, command, signal)) === 'connected'
  if (await listens()) return work()
  const ending = new AbortController()
  const either = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal
  const server = ['/agnhost', 'netexec', `--http-port=${port}`, '--udp-port=-1']
  const serving = runCommand(client, place, server, either).catch(() => {})
  try {
    for (const deadline = Date.now() + patience; Date.now() < deadline; await pause(interval, signal))
      if (await listens()) return await work()
    return undefined
  } finally {
    // Who hangs up does not end the process everywhere; the server ends itself when it is asked to.
    const exit = ['curl', '-s', '-m', '2', `http://${place.ip}:${port}/exit?code=0`]
    await runCommand(client, place, exit, signal).catch(() => {})
    ending.abort()
    await serving
  }
}
