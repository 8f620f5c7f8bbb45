import { RE2JS } from 're2js'
import { Fatal } from '../../../failure'
import type { ParsedFlags } from '../../../flags/parse'
import { logLine } from '../../../log-line'

/** A request as the filter sees it; `host` is what its Host header says. */
export type Asked = { method: string; path: string; host: string }

/** Which requests are passed on (FilterServer in kubectl's pkg/proxy/proxy_server.go). */
export function createRequestFilter(flags: ParsedFlags): (asked: Asked) => boolean {
  const [acceptPaths, rejectPaths, acceptHosts, rejectMethods] = [
    'accept-paths',
    'reject-paths',
    'accept-hosts',
    'reject-methods',
  ].map(name => expressions(flags.string(name))) as [RE2JS[], RE2JS[], RE2JS[], RE2JS[]]
  return ({ method, path, host }) =>
    !matches(path, rejectPaths) &&
    !matches(method, rejectMethods) &&
    matches(path, acceptPaths) &&
    matches(hostname(host), acceptHosts)
}

const matches = (text: string, expressions: readonly RE2JS[]): boolean =>
  expressions.some(expression => expression.matcher(text).find())

function expressions(text: string): RE2JS[] {
  if (text === '') return []
  return text.split(',').map(part => {
    try {
      return RE2JS.compile(part)
    } catch (error) {
      const why = `Error compiling re: ${(error as Error).message}`
      throw new Fatal(logLine('F', 'proxy_server.go:83', why), 255)
    }
  })
}

/** The port goes, and with it the brackets of an IPv6 address (Go's net.SplitHostPort). */
function hostname(host: string): string {
  const parts = /^(?:\[([^[\]]*)\]|([^:[\]]*)):[^:]*$/.exec(host)
  return parts ? (parts[1] ?? parts[2] ?? '') : host
}
