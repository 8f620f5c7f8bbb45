import { type LookupAddress, lookup } from 'node:dns'
import { request as plainly } from 'node:http'
import { request as securely } from 'node:https'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'

export type OutboundRequest = {
  url: string
  method: 'GET' | 'POST' | 'PUT'
  headers?: Readonly<Record<string, string>>
  body?: string
}
export type OutboundAnswer = { status: number; body: string }

/** Sends a request to an address that somebody typed. Rejects with `OutboundProblem`. Redirects are not followed. */
export type Send = (request: OutboundRequest) => Promise<OutboundAnswer>

/** Nothing was answered; `message` says why, in words for whoever typed the address. */
export class OutboundProblem extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'OutboundProblem'
  }
}

/** Milliseconds that an answer may take. */
const longest = 15_000

/** Bytes of an answer that are read: a set of keys, a token, what went wrong. */
const mostBytes = 200_000

/**
 * Sends to public addresses only, over https, unless private ones are allowed: who types an address must not reach what
 * only this server reaches. The name is resolved once, and the connection goes to an address that was looked at.
 */
export function createOutbound({ privateAddresses }: { privateAddresses: boolean }): Send {
  return async ({ url, method, headers, body }) => {
    const refusal = privateAddresses ? undefined : refusalOf(url)
    if (refusal) throw new OutboundProblem(refusal)
    const secure = url.startsWith('https:')
    return new Promise((resolve, reject) => {
      const failed = (error: NodeJS.ErrnoException) => {
        const why = error.name === 'TimeoutError' ? `no answer in ${longest / 1000} seconds` : error.message
        reject(error instanceof OutboundProblem ? error : new OutboundProblem(why, { cause: error }))
      }
      const request = (secure ? securely : plainly)(url, {
        method,
        headers: { 'user-agent': 'netpol-lab', ...headers },
        ...(!privateAddresses && { lookup: lookUpPublic }),
        // A connection of its own: one that was kept was looked at for another request.
        agent: false,
        signal: AbortSignal.timeout(longest),
      })
      request.once('error', failed)
      request.once('response', response => {
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size <= mostBytes) chunks.push(chunk)
          else response.destroy(new OutboundProblem('the answer is too long'))
        })
        response.once('error', failed)
        response.once('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
        )
      })
      request.end(body)
    })
  }
}

/** Why nothing is sent to a URL; undefined: as far as one sees without resolving its name, something may be. */
export function refusalOf(url: string): string | undefined {
  const { protocol, hostname } = new URL(url)
  if (protocol !== 'https:') return 'only https addresses are sent to'
  // An address in place of a name is not looked up.
  const literal = hostname.replace(/^\[(.*)\]$/, '$1')
  return ipaddr.isValid(literal) && !isPublic(literal) ? notPublic(literal) : undefined
}

const notPublic = (address: string) => `${address} is not a public address`

/** Also of an IPv4 address within an IPv6 one. */
const isPublic = (address: string) => ipaddr.process(address).range() === 'unicast'

const lookUpPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const [first] = addresses ?? []
    const hidden = addresses?.find(({ address }) => !isPublic(address))
    if (error || !first) callback(error ?? new OutboundProblem(`${hostname} has no address`), '', 0)
    else if (hidden) callback(new OutboundProblem(notPublic(hidden.address)), '', 0)
    else if (options.all) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}
