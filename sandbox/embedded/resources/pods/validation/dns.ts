import type { V1HostAlias, V1PodDNSConfig } from '@kubernetes/client-node'
import type { FieldError } from '../../registration'
import { validateAddress } from '../../validation/addresses'
import { invalidValue, required } from '../../validation/field-errors'
import { dns1123Subdomain, searchDomain } from '../../validation/names'

/** What libc takes. */
const most = { nameservers: 3, searches: 32, characters: 2048 }

/** core/validation validatePodDNSConfig. */
export function validateDnsConfig(
  config: V1PodDNSConfig | undefined,
  policy: string | undefined,
  path: string,
): FieldError[] {
  if (policy === 'None' && !config)
    return [required(path, 'must provide `dnsConfig` when `dnsPolicy` is None')]
  const { nameservers = [], searches = [], options = [] } = config ?? {}
  if (policy === 'None' && nameservers.length === 0) {
    return [
      required(`${path}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None'),
    ]
  }
  const tooMuch = (field: string, value: readonly string[], detail: string) =>
    invalidValue(`${path}.${field}`, value, `must not have more than ${detail}`)
  return [
    ...(nameservers.length > most.nameservers
      ? [tooMuch('nameservers', nameservers, `${most.nameservers} nameservers`)]
      : []),
    ...nameservers.flatMap((server, index) => validateAddress(server, `${path}.nameservers[${index}]`)),
    ...(searches.length > most.searches
      ? [tooMuch('searches', searches, `${most.searches} search paths`)]
      : []),
    ...(searches.join(' ').length > most.characters
      ? [tooMuch('searches', searches, `${most.characters} characters (including spaces) in the search list`)]
      : []),
    ...searches.flatMap((search, index) => {
      if (search === '.') return []
      const domain = search.replace(/\.$/, '')
      return searchDomain(domain).map(detail => invalidValue(`${path}.searches[${index}]`, domain, detail))
    }),
    ...options.flatMap(({ name }, index) =>
      name ? [] : [required(`${path}.options[${index}]`, 'must not be empty')],
    ),
  ]
}

/** core/validation ValidateHostAliases. */
export const validateHostAliases = (aliases: readonly V1HostAlias[] = [], path: string): FieldError[] =>
  aliases.flatMap(({ ip = '', hostnames = [] }, index) => [
    ...validateAddress(ip, `${path}[${index}].ip`),
    ...hostnames.flatMap((name, at) =>
      dns1123Subdomain(name).map(detail => invalidValue(`${path}[${index}].hostnames[${at}]`, name, detail)),
    ),
  ])
