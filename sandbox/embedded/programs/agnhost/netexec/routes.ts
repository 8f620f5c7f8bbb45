import { createCollector, type Process } from '../../../../process'
import { hostPort } from '../../../network/address'
import { type Headers, header } from '../../http/message'
import type { Handler, ServedRequest, ServedResponse } from '../../http/server'
import type { Machine } from '../../machine'
import { pause } from '../../until-aborted'
import { failure, goJson, plainText, redirect } from '../answers'
import { httpGet, resolveAddress, sctpAsk, udpAsk } from '../dial'
import { goDuration, goSeconds } from '../go-duration'

type Context = {
  process: Process
  machine: Machine
  log: (message: string) => Promise<void>
  port: number
  /** Ends the server with this status. */
  end: (status: number) => void
}

type Asked = { request: ServedRequest; value: (name: string) => string; started: number }
/** What the server says in its log, and what it answers. */
type Route = (
  asked: Asked,
  context: Context,
) => readonly [logged: string, answer: ServedResponse | Promise<ServedResponse>]

/** Output of a command that is passed on. */
const mostOutput = 1_048_576

/** The HTTP endpoints of `agnhost netexec`. */
export function createRoutes(context: Context): Handler {
  const started = performance.now()
  return async request => {
    const { pathname, searchParams } = new URL(request.target, 'http://netexec')
    const form = isForm(request.headers) ? new URLSearchParams(request.body) : undefined
    const value = (name: string) => form?.get(name) ?? searchParams.get(name) ?? ''
    const route = (Object.hasOwn(routes, pathname) && routes[pathname]) || routes['/']!
    const [logged, answer] = route({ request, value, started }, context)
    await context.log(logged)
    return answer
  }
}

const isForm = (headers: Headers) =>
  header(headers, 'content-type')?.startsWith('application/x-www-form-urlencoded') ?? false

const notAnInteger = (name: string, range: string, text: string) =>
  plainText(`argument '${name}' must be an integer${range} or empty, got ${JSON.stringify(text)}\n`)
const isInteger = (text: string) => /^[+-]?\d+$/.test(text)

const hostName: (path: string) => Route =
  path =>
  (_, { machine }) => [`GET ${path}`, plainText(machine.hostname)]

const routes: Readonly<Record<string, Route>> = {
  '/': ({ started }) => {
    const now = new Date().toISOString().replace('T', ' ').replace('Z', '')
    const seconds = (performance.now() - started) / 1_000
    return ['GET /', plainText(`NOW: ${now} +0000 UTC m=+${seconds.toFixed(9)}`)]
  },
  '/clientip': ({ request: { connection } }) => ['GET /clientip', plainText(hostPort(connection.remote))],
  '/serverport': (_, { port }) => ['GET /serverport', plainText(String(port))],
  '/hostname': hostName('/hostname'),
  '/hostName': hostName('/hostName'),
  '/healthz': () => ['GET /healthz', plainText('')],
  '/readyz': () => ['GET /readyz', plainText('ok')],
  '/header': ({ request, value }) => {
    const key = value('key')
    return key
      ? [`GET /header?key=${key}`, plainText(header(request.headers, key) ?? '')]
      : ['GET /header', plainText(goJson(byName(request.headers)))]
  },
  '/echo': ({ value }) => {
    const [message, code] = [value('msg'), value('code')]
    const answer =
      code === '' || isInteger(code)
        ? plainText(message, Number(code || 200))
        : notAnInteger('code', '', code)
    return [`GET /echo?msg=${message}&code=${code}`, answer]
  },
  '/redirect': ({ request, value }) => {
    const [location, code] = [value('location'), value('code')]
    const answer =
      code === '' || isInteger(code)
        ? redirect(location, Number(code || 302))
        : notAnInteger('code', '', code)
    return [`${request.method} /redirect?msg=${location}&code=${code}`, answer]
  },
  '/dial': ({ value }, context) => [
    `GET /dial?${['host', 'protocol', 'port', 'request', 'tries'].map(name => `${name}=${value(name)}`).join('&')}`,
    dial(value, context),
  ],
  '/shell': ({ value }, context) => {
    const command = value('shellCommand') || value('cmd')
    return [`GET /shell?cmd=${command}`, shell(command, context)]
  },
  '/upload': ({ request }, context) => ['GET /upload', upload(request, context)],
  '/shutdown': (_, { end }) => {
    end(0)
    return ['GET /shutdown', plainText('')]
  },
  '/exit': ({ value }, context) => {
    const [code, timeout, wait] = [value('code'), value('timeout'), value('wait')]
    return [`GET /exit?code=${code}&timeout=${timeout}&wait=${wait}`, exit(code, timeout, wait, context)]
  },
}

/** Go's canonical names, sorted, each with its values. */
function byName(headers: Headers): Record<string, string[]> {
  const canonical = (name: string) =>
    name.toLowerCase().replace(/(^|-)[a-z]/g, letter => letter.toUpperCase())
  const found: Record<string, string[]> = {}
  for (const [name, value] of headers)
    if (canonical(name) !== 'Host') found[canonical(name)] = [...(found[canonical(name)] ?? []), value]
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const dialers: Readonly<Record<string, typeof udpAsk>> = {
  http: (process, machine, { ip, port }, request) =>
    httpGet(process, machine, `http://${hostPort({ ip, port: Number(port) })}/${request}`),
  udp: udpAsk,
  sctp: sctpAsk,
}

async function dial(value: Asked['value'], { process, machine }: Context): Promise<ServedResponse> {
  const [tries, request, protocol] = [value('tries') || '1', value('request'), value('protocol')]
  if (!isInteger(tries))
    return failure(
      `tries parameter is invalid. strconv.Atoi: parsing ${JSON.stringify(tries)}: invalid syntax`,
      400,
    )
  if (request === '') return failure('request parameter not specified. <nil>', 400)
  const dialer = dialers[protocol.toLowerCase() || 'http']
  if (!dialer) return failure(`unsupported protocol. ${protocol}`, 400)
  const address = await resolveAddress(process, machine, value('host'), value('port'))
  if ('error' in address) return failure(`host and/or port param are invalid. ${address.error}`, 400)
  const [responses, errors]: [string[], string[]] = [[], []]
  let last = ''
  for (let turn = 0; turn < Number(tries) && !process.signal.aborted; turn++) {
    const outcome = await dialer(process, machine, address, request)
    if ('error' in outcome) errors.push(outcome.error)
    else responses.push(outcome.body)
    last = 'error' in outcome ? '' : outcome.body
  }
  // As the real one: what came is told only if the last try brought something.
  return plainText(goJson({ ...(errors.length > 0 && { errors }), ...(last && { responses }) }))
}

async function shell(command: string, { process, log }: Context): Promise<ServedResponse> {
  const output = createCollector(mostOutput)
  const streams = { stdout: output, stderr: output }
  const status = await process.spawn?.(['sh', '-c', command], streams)
  const said = {
    ...(status !== 0 && {
      error:
        status === undefined
          ? 'exec: "/bin/sh": stat /bin/sh: no such file or directory'
          : `exit status ${status}`,
    }),
    ...(output.text() && { output: output.text() }),
  }
  await log(
    `Output: map[${Object.entries(said)
      .map(([name, text]) => `${name}:${text}`)
      .join(' ')}]`,
  )
  return plainText(goJson(said))
}

/** The part called `file` of a form goes to /uploads under a name of its own. */
async function upload({ headers, body }: ServedRequest, { process, log }: Context): Promise<ServedResponse> {
  const boundary = header(headers, 'content-type')?.match(/^multipart\/form-data;.*boundary="?([^";]+)/)?.[1]
  const part = boundary === undefined ? undefined : filePart(body, boundary)
  if (part === undefined) {
    await log("Unable to upload file: request Content-Type isn't multipart/form-data")
    return plainText(goJson({ error: 'Unable to upload file.' }))
  }
  const path = `/uploads/upload${Math.floor(Math.random() * 2 ** 32)}`
  await process.files.makeDirectory('/uploads', { recursive: true })
  await process.files.write(path, new TextEncoder().encode(part))
  await log(`Wrote upload to ${path}`)
  return plainText(goJson({ output: path }), 201)
}

const filePart = (body: string, boundary: string): string | undefined =>
  body
    .split(`--${boundary}`)
    .find(part => /^content-disposition:.*\bname="file"/im.test(part.split('\r\n\r\n')[0]!))
    ?.split('\r\n\r\n')
    .slice(1)
    .join('\r\n\r\n')
    .replace(/\r\n$/, '')

async function exit(
  code: string,
  timeout: string,
  wait: string,
  { process, log, end }: Context,
): Promise<ServedResponse> {
  for (const [name, text] of Object.entries({ timeout, wait }))
    if (text !== '' && goDuration(text) === undefined)
      return plainText(
        `argument '${name}' must be a valid golang duration or empty, got ${JSON.stringify(text)}\n`,
      )
  if (code !== '' && !isInteger(code)) return notAnInteger('code', ' [0-127]', code)
  const said = (text: string) => goSeconds((goDuration(text || '0s') ?? 0) / 1_000)
  await log(
    `Will begin shutdown in ${said(wait)}, allowing ${said(timeout)} for connections to close, then will exit with ${Number(code)}`,
  )
  await pause(goDuration(wait || '0s') ?? 0, process.signal)
  end(Number(code))
  return plainText('')
}
