import { parseDocument, type Tags } from 'yaml'
import { nestsTooDeep } from '../../../yaml/nesting'
import { goYamlError } from './errors'

/** Bounds on what a learner hands in: one document, all documents of one file, aliases followed, depth. */
export const limits = { document: 128 * 1024, file: 1024 * 1024, aliases: 1000, depth: 200 } as const

const tooDeep = 'yaml: exceeded max depth of 200'

/** Types of YAML 1.1 that Go's parser leaves as text. */
const asText = new Set([
  'tag:yaml.org,2002:timestamp',
  'tag:yaml.org,2002:binary',
  'tag:yaml.org,2002:omap',
  'tag:yaml.org,2002:pairs',
  'tag:yaml.org,2002:set',
])

/** Base 60 numbers (`12:30`), which Go does not know either. */
const withoutBase60 = (tags: Tags): Tags =>
  tags.filter(tag => typeof tag === 'string' || !(asText.has(tag.tag) || tag.format === 'TIME'))

const controlCharacter = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]/

/** One YAML document as JSON values. Throws with the words of Go's parser ("yaml: line 7: …"). */
export function parseYaml(text: string): unknown {
  if (text.length > limits.document) {
    throw new Error(`yaml: document is too large: ${text.length} bytes, the limit is ${limits.document}`)
  }
  if (nestsTooDeep(text)) throw new Error(tooDeep)
  if (controlCharacter.test(text)) throw new Error('yaml: control characters are not allowed')
  try {
    const document = parseDocument(text, {
      version: '1.1',
      uniqueKeys: false,
      merge: true,
      prettyErrors: false,
      customTags: withoutBase60,
    })
    if (document.errors.length > 0) throw new Error(goYamlError(document.errors, text))
    const value: unknown = document.toJS({ maxAliasCount: limits.aliases })
    checkDepth(value)
    return value
  } catch (error) {
    throw new Error(hostileInput(error as Error))
  }
}

/** Yaml's own names for what is too much. */
function hostileInput(error: Error): string {
  if (error instanceof RangeError) return tooDeep
  if (/Excessive alias count/.test(error.message)) return 'yaml: document contains excessive aliasing'
  const anchor = /Unresolved alias[^:]*: (\S+)/.exec(error.message)?.[1]
  return anchor ? `yaml: unknown anchor '${anchor}' referenced` : error.message
}

/** Throws a RangeError for values that are nested deeper than any object is. */
export function checkDepth(value: unknown, depth = 0): void {
  if (typeof value !== 'object' || value === null) return
  if (depth > limits.depth) throw new RangeError('too deep')
  for (const item of Object.values(value)) checkDepth(item, depth + 1)
}

/**
 * Cuts a stream of YAML documents at its `---` lines, as apimachinery's YAMLReader does. Throws on words after the
 * separator.
 */
export function splitDocuments(text: string): string[] {
  const documents: string[] = []
  let current: string[] = []
  const end = () => {
    if (current.length > 0) documents.push(current.join(''))
    current = []
  }
  for (const line of text.split(/(?<=\n)/)) {
    if (!line.startsWith('---')) {
      current.push(line)
      continue
    }
    const rest = line.slice(3).trim()
    if (rest && !rest.startsWith('#')) throw new Error(`invalid Yaml document separator: ${rest}`)
    end()
  }
  end()
  return documents
}
