export type LogFields = Readonly<Record<string, unknown>>

/** Structured log: one JSON object a line on standard error; standard output is for the person who started us. */
export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

const plain = (_: string, value: unknown) =>
  value instanceof Error
    ? { name: value.name, message: value.message, stack: value.stack, cause: value.cause }
    : value

/** `event` is a stable name (`sandbox.start-failed`), details go into `fields`; errors are written with their stack. */
export function createLog(write: (line: string) => void = line => process.stderr.write(line)): Log {
  const at =
    (level: string) =>
    (event: string, fields: LogFields = {}) =>
      write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields }, plain)}\n`)
  return { info: at('info'), warn: at('warn'), error: at('error') }
}
