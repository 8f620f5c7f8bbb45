import type { Invocation } from './invocation'
import { logLine } from './log-line'

/** How often kubectl asks in vain what the server has, before it says that the connection was refused; as it was seen. */
const attempts: Readonly<Record<string, number>> = {
  'api-resources': 1,
  'api-versions': 1,
  attach: 4,
  auth: 2,
  cordon: 4,
  create: 2,
  debug: 4,
  diff: 1,
  drain: 4,
  events: 3,
  exec: 4,
  explain: 2,
  logs: 4,
  'port-forward': 4,
  rollout: 4,
  run: 1,
  set: 4,
  taint: 4,
  uncordon: 4,
  wait: 4,
}
const usual = 4

/** What the client logs of a server that is not there. */
export function logOfRefusal(
  { commandPath, args }: Pick<Invocation, 'commandPath' | 'args'>,
  server: string,
): string {
  const command = commandPath.split(' ')[1] ?? ''
  const [types = '', name] = args
  // Files are looked at first; names with their types are asked for one by one, and types alone all together.
  const each = types.includes('/') || (name !== undefined && types.includes(','))
  const byArguments = types === '' ? 1 : each ? usual : usual + types.split(',').length
  const times = attempts[command] ?? byArguments
  const text = `couldn't get current server API group list: Get "${server.replace(/\/+$/, '')}/api?timeout=32s": ${dialed(server)}`
  const line = logLine('E', 'memcache.go:265', `"Unhandled Error" err=${JSON.stringify(text)}`)
  return line.repeat(times)
}

function dialed(server: string): string {
  if (!URL.canParse(server)) return `dial tcp ${server}: connect: connection refused`
  const { hostname, port, protocol } = new URL(server)
  const ip = hostname === 'localhost' ? '127.0.0.1' : hostname
  return `dial tcp ${ip}:${port || (protocol === 'https:' ? 443 : 80)}: connect: connection refused`
}
