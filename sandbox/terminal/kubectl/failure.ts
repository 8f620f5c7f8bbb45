import { ApiStatusError } from '../../client'

/** Ends the command with this exit status; whatever there was to say has been said. */
export class Exit extends Error {
  constructor(readonly code: number) {
    super(`exit ${code}`)
    this.name = 'Exit'
  }
}

/** A message that is printed as it is, without "error: " before it, and the exit status that follows. */
export class Fatal extends Error {
  constructor(
    message: string,
    readonly code = 1,
  ) {
    super(message)
    this.name = 'Fatal'
  }
}

/** Several failures of one command, printed a line each. */
export class Failures extends Error {
  constructor(readonly errors: readonly Error[]) {
    const messages = [...new Set(errors.map(error => error.message))]
    super(messages.length === 1 ? messages[0] : `[${messages.join(', ')}]`)
    this.name = 'Failures'
  }
}

/** Throws nothing, the one error, or all of them together (an errors.Aggregate). */
export function throwAll(errors: readonly Error[]): void {
  const flat = errors.flatMap(error => (error instanceof Failures ? error.errors : [error]))
  if (flat.length === 1) throw flat[0]
  if (flat.length > 1) throw new Failures(flat)
}

/**
 * Throws what went wrong with objects that were visited one by one. What could not be had at all is one error more, in
 * its own words, where others went wrong as well (ContinueOnErrorVisitor around EagerVisitorList of cli-runtime).
 */
export function throwVisited(missed: readonly Error[], failures: readonly Error[]): void {
  if (missed.length === 0 || failures.length === 0) throwAll([...missed, ...failures])
  else throw new Failures([...failures, missed.length === 1 ? (missed[0] as Error) : new Failures(missed)])
}

export const isNotFound = (error: unknown): boolean =>
  error instanceof ApiStatusError && error.reason === 'NotFound'

/** Says which file an error came from, inside the server's own Status if it is one (cmdutil.AddSourceToErr). */
export function withSource(verb: string, source: string | undefined, error: unknown): Error {
  const message = `error when ${verb} ${JSON.stringify(source ?? '')}: ${(error as Error).message}`
  if (!source) return error as Error
  if (error instanceof ApiStatusError) return new ApiStatusError({ ...error.status, message })
  return new Error(message)
}

/** What kubectl prints for an error, newline included, and the exit status. Source: kubectl's cmd/util checkErr. */
export function describeFailure(error: unknown, server?: string): { text: string; code: number } {
  if (error instanceof Exit) return { text: '', code: error.code }
  if (error instanceof Fatal) return { text: endWithNewline(error.message), code: error.code }
  if (error instanceof Failures) {
    const lines = error.errors.map(one => standardMessage(one, server) ?? one.message)
    return { text: lines.map(line => `${line}\n`).join(''), code: 1 }
  }
  if (error instanceof ApiStatusError && error.reason === 'Invalid') return { text: invalid(error), code: 1 }
  const message = error instanceof Error ? error.message : String(error)
  const standard =
    standardMessage(error, server) ?? (message.startsWith('error: ') ? message : `error: ${message}`)
  return { text: endWithNewline(standard), code: 1 }
}

const endWithNewline = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`)

/** kubectl's wording for errors of the server and of the connection; nothing for any other. */
export function standardMessage(error: unknown, server = ''): string | undefined {
  if (error instanceof ApiStatusError) {
    if (error.reason === 'Unauthorized')
      return `error: You must be logged in to the server (${error.message})`
    if (error.reason) return `Error from server (${error.reason}): ${error.message}`
    return `Error from server: ${error.message}`
  }
  const code = (error as { code?: unknown }).code
  if (code === 'ECONNREFUSED') return refused(server)
  if (typeof code === 'string' && networkCodes.has(code)) {
    return `Unable to connect to the server: ${(error as Error).message}`
  }
  return undefined
}

/** Is nobody there where the server should be? */
export const isRefusal = (error: unknown): boolean =>
  error instanceof Refused || (error as { code?: unknown } | undefined)?.code === 'ECONNREFUSED'

/** The one server that can be reached is not the one that was asked for. */
export class Refused extends Fatal {
  constructor(server: string) {
    super(refused(server))
  }
}

/** The message for a server that is not there. */
export function refused(server: string): string {
  const host = URL.canParse(server) ? new URL(server).host : server
  return `The connection to the server ${host} was refused - did you specify the right host or port?`
}

const networkCodes = new Set([
  'ENOTFOUND',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
  'EAI_AGAIN',
])

function invalid({ status }: ApiStatusError): string {
  const details = status.details
  if (!details) return `The request is invalid${status.message ? `: ${status.message}` : ''}\n`
  let text = 'The request is invalid'
  const causes = [...new Set((details.causes ?? []).map(({ field, message }) => `${field}: ${message}`))]
  if (details.kind || details.name)
    text = `The ${details.kind ?? ''} ${JSON.stringify(details.name ?? '')} is invalid`
  else if (status.message && causes.length === 0) text += `: ${status.message}`
  if (causes.length === 0) return `${text}\n`
  if (causes.length === 1) return `${text}: ${causes[0]}\n`
  return `${text}: \n${causes.map(cause => `* ${cause}\n`).join('')}`
}

/** A failure inside a session is told in its own words, not as an answer of the API server. */
export function withoutPrefix(error: unknown): never {
  if (error instanceof ApiStatusError && error.reason === 'InternalError') throw new Error(error.message)
  throw error
}
