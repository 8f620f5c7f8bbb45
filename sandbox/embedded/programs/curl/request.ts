import { randomBytes } from 'node:crypto'
import { FileError, type Process, resolvePath } from '../../../process'
import { authorityOf, type HttpUrl } from '../http/url'
import type { ParsedOptions } from '../options'
import { CurlError } from './curl-error'
import { version } from './version'

export type CurlRequest = {
  method: string
  target: string
  headers: [string, string][]
  body?: Uint8Array
}

/** `@file` and `@-` stand for what is in there; of plain data the line ends are left out. */
async function contentOf(process: Process, text: string, plain: boolean): Promise<Buffer> {
  if (!text.startsWith('@')) return Buffer.from(text)
  const bytes = await readFile(process, text.slice(1))
  return plain ? Buffer.from(bytes.toString('latin1').replace(/[\r\n\0]/g, ''), 'latin1') : bytes
}

async function readFile(process: Process, name: string): Promise<Buffer> {
  if (name === '-') {
    const chunks: Uint8Array[] = []
    for (let chunk = await process.stdin.read(); chunk; chunk = await process.stdin.read()) chunks.push(chunk)
    return Buffer.concat(chunks)
  }
  try {
    return Buffer.from(await process.files.read(resolvePath(process.cwd, name)))
  } catch (error) {
    if (error instanceof FileError) throw new CurlError(26, `Failed to open ${name}`, { before: true })
    throw error
  }
}

async function urlEncoded(process: Process, text: string): Promise<Buffer> {
  const [, name, sign, rest = ''] = /^([^=@]*)([=@])(.*)$/s.exec(text) ?? [undefined, '', '=', text]
  const value = sign === '@' ? await readFile(process, rest) : Buffer.from(rest)
  return Buffer.from(`${name ? `${name}=` : ''}${encodeURIComponent(value.toString())}`)
}

const boundary = () => `------------------------${randomBytes(8).toString('hex')}`

async function form(process: Process, fields: readonly string[]): Promise<{ type: string; body: Buffer }> {
  const line = boundary()
  const parts: Buffer[] = []
  for (const field of fields) {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(field) ?? []
    const file = value.startsWith('@') ? value.slice(1).split(';')[0]! : undefined
    const described = file
      ? `; filename="${file.split('/').at(-1)}"\r\nContent-Type: application/octet-stream`
      : ''
    parts.push(
      Buffer.from(`--${line}\r\nContent-Disposition: form-data; name="${name}"${described}\r\n\r\n`),
      file === undefined ? Buffer.from(value) : await readFile(process, file),
      Buffer.from('\r\n'),
    )
  }
  return {
    type: `multipart/form-data; boundary=${line}`,
    body: Buffer.concat([...parts, Buffer.from(`--${line}--\r\n`)]),
  }
}

/** What is sent along: data, a form, a file; nothing for a plain request. */
async function bodyOf(
  process: Process,
  options: ParsedOptions,
): Promise<{ type?: string; body: Buffer; upload?: string } | undefined> {
  const joined = async (pieces: readonly Promise<Buffer>[], separator = '&') =>
    Buffer.from((await Promise.all(pieces)).map(piece => piece.toString('latin1')).join(separator), 'latin1')
  const plain = options.values('d').map(text => contentOf(process, text, true))
  const binary = options.values('data-binary').map(text => contentOf(process, text, false))
  const raw = options.values('data-raw').map(async text => Buffer.from(text))
  const encoded = options.values('data-urlencode').map(text => urlEncoded(process, text))
  const data = [...plain, ...binary, ...raw, ...encoded]
  if (data.length > 0) return { type: 'application/x-www-form-urlencoded', body: await joined(data) }
  if (options.has('json'))
    return {
      type: 'application/json',
      body: await joined(
        options.values('json').map(text => contentOf(process, text, false)),
        '',
      ),
    }
  const fields = [...options.values('F'), ...options.values('form-string')]
  if (fields.length > 0) return form(process, fields)
  const upload = options.value('T')
  return upload === undefined ? undefined : { body: await readFile(process, upload), upload }
}

/** The request that the options ask for. Rejects with `CurlError`. */
export async function requestFor(
  process: Process,
  options: ParsedOptions,
  url: HttpUrl,
): Promise<CurlRequest> {
  const sent = await bodyOf(process, options)
  const inQuery = options.has('G') && sent !== undefined
  const usual = sent && !inQuery ? (sent.upload === undefined ? 'POST' : 'PUT') : 'GET'
  const user = options.value('u') ?? url.userinfo
  const entries: [string, string | undefined][] = [
    ['Host', authorityOf(url)],
    ['Authorization', user && `Basic ${btoa(user)}`],
    ['Range', options.value('r') && `bytes=${options.value('r')}`],
    ['User-Agent', options.value('A') ?? `curl/${version}`],
    ['Accept', options.has('json') ? undefined : '*/*'],
    ['Accept-Encoding', options.has('compressed') ? 'deflate, gzip, br, zstd' : undefined],
    ['Referer', options.value('e')],
    [
      'Cookie',
      options
        .values('b')
        .filter(text => text.includes('='))
        .join('; ') || undefined,
    ],
    ...(sent && !inQuery
      ? ([
          ...(options.has('json')
            ? ([
                ['Content-Type', sent.type],
                ['Accept', sent.type],
              ] as const)
            : []),
          ['Content-Length', String(sent.body.length)],
          ['Content-Type', options.has('json') ? undefined : sent.type],
        ] as [string, string | undefined][])
      : []),
  ]
  // `Name: value` replaces what is usual, `Name:` leaves it out, `Name;` sends it empty.
  const own = options.values('H').map((line): [string, string | undefined] => {
    const [, name = '', sign, value = ''] = /^([^:;]*)([:;])\s*(.*)$/s.exec(line) ?? []
    return [name, sign === ';' ? '' : value || undefined]
  })
  const replaced = new Map(own.map(([name, value]) => [name.toLowerCase(), value]))
  const host = replaced.get('host')
  const headers = [
    ...entries.map(([name, value]): [string, string | undefined] =>
      name === 'Host' && host ? [name, host] : [name, replaced.has(name.toLowerCase()) ? undefined : value],
    ),
    ...own.filter(([name]) => name.toLowerCase() !== 'host'),
  ].filter((entry): entry is [string, string] => entry[0] !== '' && entry[1] !== undefined)
  const separator = url.target.includes('?') ? '&' : '?'
  const named =
    sent?.upload !== undefined && sent.upload !== '-' && url.target.endsWith('/')
      ? `${url.target}${sent.upload.split('/').at(-1)}`
      : url.target
  return {
    method: options.value('X') ?? (options.has('I') ? 'HEAD' : usual),
    target: inQuery ? `${url.target}${separator}${sent.body}` : named,
    headers,
    ...(sent && !inQuery && { body: sent.body }),
  }
}
