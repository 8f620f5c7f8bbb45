import type { Section } from '../../../kubeconfig/write'

type FieldKind = 'text' | 'bool' | 'bytes'

/** What a kubeconfig's entries can say (`api.Config` of client-go's clientcmd). */
const fields: Readonly<Record<Section, Readonly<Record<string, FieldKind>>>> = {
  clusters: {
    'certificate-authority': 'text',
    'certificate-authority-data': 'bytes',
    'disable-compression': 'bool',
    'insecure-skip-tls-verify': 'bool',
    'proxy-url': 'text',
    server: 'text',
    'tls-server-name': 'text',
  },
  contexts: { cluster: 'text', namespace: 'text', user: 'text' },
  users: {
    'client-certificate': 'text',
    'client-certificate-data': 'bytes',
    'client-key': 'text',
    'client-key-data': 'bytes',
    password: 'text',
    token: 'text',
    tokenFile: 'text',
    username: 'text',
  },
}

/** What `config set` and `unset` name: the current context, an entry, or a field of one. */
export type Property =
  | { section: 'current-context' }
  | { section: Section; name: string; field?: string; kind?: FieldKind }

/** `contexts.lab.namespace`: the name goes up to the first word that is a field, and may hold dots. */
export function parseProperty(path: string): Property {
  const [first = '', ...rest] = path.split('.')
  if (path === 'current-context') return { section: 'current-context' }
  if (!Object.hasOwn(fields, first)) throw new Error(`unable to parse ${path} after [] at api.Config`)
  const section = first as Section
  if (rest.length === 0) throw new Error(`can't set a map to a value: ${section}`)
  const known = fields[section]
  const at = rest.findIndex((word, index) => index > 0 && Object.hasOwn(known, word))
  if (at < 0) return { section, name: rest.join('.') }
  if (at + 1 < rest.length) throw new Error(`unable to parse one or more field values of ${path}`)
  const field = rest[at] as string
  return { section, name: rest.slice(0, at).join('.'), field, kind: known[field] }
}

/** The value as it stands in the file. Throws what Go's parsers say. */
export function propertyValue(text: string, kind: FieldKind | undefined): string | boolean {
  if (kind === 'bytes' && !/^(?:[\w+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=)?$/.test(text)) {
    const wrong = text.search(/[^A-Za-z0-9+/]/)
    throw new Error(
      `error decoding input value: illegal base64 data at input byte ${wrong < 0 ? text.length - (text.length % 4) : wrong}`,
    )
  }
  if (kind !== 'bool') return text
  if (/^(1|t|T|true|TRUE|True)$/.test(text)) return true
  if (/^(0|f|F|false|FALSE|False)$/.test(text)) return false
  throw new Error(`strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`)
}
