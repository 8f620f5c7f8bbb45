import { isIPv6 } from '../../network/address'

export type HttpUrl = {
  scheme: string
  userinfo?: string
  /** An IPv6 address without its brackets. */
  host: string
  port: number
  /** Was the port written in the URL? */
  explicitPort: boolean
  /** Path and query. */
  target: string
}

/** As it stands in a URL, and in a Host header. */
export const authorityOf = ({ host, port, explicitPort }: HttpUrl): string =>
  `${isIPv6(host) ? `[${host}]` : host}${explicitPort ? `:${port}` : ''}`

export const defaultPorts: Readonly<Record<string, number>> = { http: 80, https: 443, ftp: 21, telnet: 23 }

/** Splits a URL as wget and curl take it: `http://` may be missing. Nothing if the port is no number. */
export function parseUrl(text: string): HttpUrl | undefined {
  const [, scheme = 'http', rest = ''] = text.match(/^(?:([A-Za-z][\w+.-]*):\/\/)?(.*)$/s) ?? []
  const at = rest.search(/[/?#]/)
  const authority = at < 0 ? rest : rest.slice(0, at)
  const tail = (at < 0 ? '' : rest.slice(at)).replace(/#.*$/s, '')
  const userEnd = authority.lastIndexOf('@')
  const place = authority.slice(userEnd + 1)
  const [, literal, after] = /^\[([^\]]*)\](.*)$/.exec(place) ?? []
  const [name = '', port, ...more] = (literal === undefined ? place : after!).split(':')
  if (literal !== undefined && (name !== '' || !isIPv6(literal))) return undefined
  const host = literal ?? name
  if (more.length > 0 || (port !== undefined && !/^\d{1,5}$/.test(port))) return undefined
  return {
    scheme: scheme.toLowerCase(),
    ...(userEnd >= 0 && { userinfo: authority.slice(0, userEnd) }),
    host,
    port: port ? Number(port) : (defaultPorts[scheme.toLowerCase()] ?? 80),
    explicitPort: port !== undefined,
    target: tail.startsWith('/') ? tail : `/${tail}`,
  }
}
