import type { CheckResult } from '../../exercise'
import type { MatrixPort } from '../../netpol'
import type { CommandResult } from './run'

export type Observed = NonNullable<CheckResult['observed']>

/** How a probe is made: the command, and what its end means. */
export type Probe = {
  command: readonly string[]
  observed: (result: CommandResult) => Observed
  /** Milliseconds after which it is stopped from outside and counts as dropped, for programs that count in seconds. */
  giveUp?: number
}

/** Did the other side's machine answer? Then no policy dropped it. */
export const isAnswer = (observed: Observed) => observed === 'connected' || observed === 'refused'

const bracketed = (ip: string) => (ip.includes(':') ? `[${ip}]` : ip)

/** What `agnhost connect` prints (test/images/agnhost/connect). */
const words: readonly [RegExp, Observed][] = [
  [/^TIMEOUT/m, 'dropped'],
  [/^REFUSED/m, 'refused'],
  [/unreachable|no route to host/i, 'unreachable'],
  [/prohibited|not permitted|reset/i, 'rejected'],
]

/**
 * How to try one port, or nothing where trying tells nothing: silence over UDP may be a drop or a server that keeps
 * quiet, so only DNS is asked over UDP, in its own language. `timeout` is in milliseconds.
 */
export function probeFor(ip: string, { port, protocol }: MatrixPort, timeout: number): Probe | undefined {
  if (protocol === 'TCP') return tcpProbe(ip, port, timeout)
  return protocol === 'UDP' && port === 53 ? dnsProbe(ip, timeout) : undefined
}

export function tcpProbe(ip: string, port: number, timeout: number): Probe {
  return {
    command: ['/agnhost', 'connect', `${bracketed(ip)}:${port}`, `--timeout=${timeout}ms`, '--protocol=tcp'],
    observed: ({ status, stdout, stderr }) =>
      status === 0 ? 'connected' : (words.find(([word]) => word.test(stderr + stdout))?.[1] ?? 'unobserved'),
  }
}

const dnsProbe = (ip: string, timeout: number) =>
  digProbe(['+notcp', `@${ip}`, 'kubernetes.default.svc.cluster.local'], timeout)

/** Asks the pod's own name servers for a name, with its search list. */
export const resolveProbe = (name: string, protocol: 'UDP' | 'TCP', timeout: number) =>
  digProbe(['+search', protocol === 'TCP' ? '+tcp' : '+notcp', name], timeout)

/** Did dig find an address? An answer that there is no such name is an answer, too. */
export const hasAnswer = (printed = '') => /status: NOERROR/.test(printed) && !/ANSWER: 0,/.test(printed)

/** Milliseconds that starting a program in a container of a busy node may take. */
const startUp = 3_000

/** dig counts in whole seconds; 9 is its "no reply". */
function digProbe(question: readonly string[], timeout: number): Probe {
  const seconds = Math.max(1, Math.ceil(timeout / 1000))
  return {
    // Where the time is whole seconds it is dig's own to keep, however long starting it takes.
    giveUp: timeout < 1_000 ? timeout : timeout + startUp,
    command: ['dig', '+tries=1', `+time=${seconds}`, ...question],
    observed: ({ status, stdout }) =>
      status === 0
        ? 'connected'
        : /connection refused/i.test(stdout)
          ? 'refused'
          : status === 9
            ? 'dropped'
            : 'unobserved',
  }
}
