/** Rules of apimachinery's util/validation. Each answers what is wrong, in Kubernetes' words; nothing if all is well. */
type Rule = (value: string) => string[]

const regexError = (message: string, format: string, ...examples: string[]) =>
  examples.length === 0
    ? `${message} (regex used for validation is '${format}')`
    : `${message} (e.g. ${examples.map(example => `'${example}'`).join(',  or ')}, regex used for validation is '${format}')`

const maxLength = (length: number) => `must be no more than ${length} bytes`
/** Kubernetes is on its way from characters to bytes. */
const maxCharacters = (length: number) => `must be no more than ${length} characters`
const bytes = (text: string) => Buffer.byteLength(text)

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const subdomain = `${label}(\\.${label})*`
const label1035 = '[a-z]([-a-z0-9]*[a-z0-9])?'
const qualified = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const labelText = `(${qualified})?`
const withUnderscore = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?'
const search = `${withUnderscore}(\\.${withUnderscore})*`

const whole = (format: string) => new RegExp(`^(?:${format})$`)
const patterns = {
  label: whole(label),
  subdomain: whole(subdomain),
  label1035: whole(label1035),
  qualified: whole(qualified),
  labelText: whole(labelText),
  search: whole(search),
}

const subdomainMessage =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character"

export const dns1123Subdomain: Rule = value => [
  ...(bytes(value) > 253 ? [maxCharacters(253)] : []),
  ...(bytes(value) <= 4096 && patterns.subdomain.test(value)
    ? []
    : [regexError(subdomainMessage, subdomain, 'example.com')]),
]

const wildcard = `\\*\\.${subdomain}`

export const wildcardSubdomain: Rule = value =>
  bytes(value) <= 4096 && whole(wildcard).test(value)
    ? []
    : [
        regexError(
          "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
          wildcard,
          '*.example.com',
        ),
      ]

/** A domain that a pod looks names up in: it may have underscores. */
export const searchDomain: Rule = value => [
  ...(bytes(value) > 253 ? [maxCharacters(253)] : []),
  ...(bytes(value) <= 4096 && patterns.search.test(value)
    ? []
    : [regexError(subdomainMessage.replace("'-' or", "'_', '-' or"), search, 'example.com')]),
]

export const dns1123Label: Rule = value => {
  const length = bytes(value) > 63 ? [maxCharacters(63)] : []
  if (bytes(value) <= 4096 && patterns.label.test(value)) return length
  if (bytes(value) <= 4096 && patterns.subdomain.test(value)) return [...length, 'must not contain dots']
  return [
    ...length,
    regexError(
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
      label,
      'my-name',
      '123-abc',
    ),
  ]
}

export const dns1035Label: Rule = value => [
  ...(bytes(value) > 63 ? [maxCharacters(63)] : []),
  ...(bytes(value) <= 4096 && patterns.label1035.test(value)
    ? []
    : [
        regexError(
          "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
          label1035,
          'my-name',
          'abc-123',
        ),
      ]),
]

/** A name that is one segment of a URL's path (rbac). */
export const pathSegment: Rule = value => {
  if (value === '.' || value === '..') return [`may not be '${value}'`]
  return ['/', '%'].filter(part => value.includes(part)).map(part => `may not contain '${part}'`)
}

export const qualifiedName: Rule = value => {
  const parts = value.split('/')
  if (parts.length > 2) {
    return [
      `a valid label key ${regexError("must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character", qualified, 'MyName', 'my.name', '123-abc')} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ]
  }
  const name = parts.at(-1)!
  const errors: string[] = []
  if (parts.length === 2) {
    const prefix = parts[0]!
    if (prefix === '') errors.push('prefix part must be non-empty')
    else errors.push(...dns1123Subdomain(prefix).map(message => `prefix part ${message}`))
  }
  if (name === '') errors.push('name part must be non-empty')
  else if (bytes(name) > 63) errors.push(`name part ${maxLength(63)}`)
  if (bytes(name) > 4096 || !patterns.qualified.test(name)) {
    errors.push(
      `name part ${regexError("must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character", qualified, 'MyName', 'my.name', '123-abc')}`,
    )
  }
  return errors
}

export const labelValue: Rule = value => [
  ...(bytes(value) > 63 ? [maxLength(63)] : []),
  ...(bytes(value) <= 4096 && patterns.labelText.test(value)
    ? []
    : [
        regexError(
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
          labelText,
          'MyValue',
          'my_value',
          '12345',
        ),
      ]),
]

/** A container port's name (IANA service name). */
export const portName: Rule = value => {
  const errors: string[] = []
  if (bytes(value) > 15) errors.push('must be no more than 15 characters')
  if (!/^[-a-z0-9]+$/.test(value))
    errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)')
  if (!/[a-z]/.test(value)) errors.push('must contain at least one letter (a-z)')
  if (value.includes('--')) errors.push('must not contain consecutive hyphens')
  if (value.startsWith('-') || value.endsWith('-')) errors.push('must not begin or end with a hyphen')
  return errors
}

export const portNumber = (value: number): string[] =>
  value >= 1 && value <= 65535 ? [] : ['must be between 1 and 65535, inclusive']

export const configMapKey: Rule = value => {
  const errors: string[] = []
  if (bytes(value) > 253) errors.push(maxCharacters(253))
  if (!/^[-._a-zA-Z0-9]+$/.test(value)) {
    errors.push(
      regexError(
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
        '[-._a-zA-Z0-9]+',
        'key.name',
        'KEY_NAME',
        'key-name',
      ),
    )
  }
  if (value === '.') errors.push("must not be '.'")
  else if (value === '..') errors.push("must not be '..'")
  else if (value.startsWith('..')) errors.push("must not start with '..'")
  return errors
}

/** How a registration's `nameFormat` is checked. */
export const nameRules = { dns1123Subdomain, dns1123Label, dns1035Label, pathSegment } as const
