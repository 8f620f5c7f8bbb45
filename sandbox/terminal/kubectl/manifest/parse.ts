import { isObject, type KubeObject } from '../object'
import { goJson } from '../output/json'
import { parseYaml, splitDocuments } from '../yaml/read'
import { parseJson } from './json'

/** An object, and the list that it stood in. */
export type ParsedObject = { object: KubeObject; list?: KubeObject }

/** Objects of one file, lists taken apart. Gives other work a turn between documents. */
export async function* parseManifest(
  source: string,
  text: string,
  validate = true,
  typed = false,
): AsyncGenerator<ParsedObject> {
  for (const value of documentsOf(source, text)) {
    await new Promise(resolve => setImmediate(resolve))
    const parsed = value()
    if (parsed === null || parsed === undefined) continue
    const whole = checkObject(source, parsed, { validate, typed })
    for (const object of flatten(whole)) yield object === whole ? { object } : { object, list: whole }
  }
}

/** Each document of a file, to be parsed when its turn comes. What is no JSON may still be YAML. */
function documentsOf(source: string, text: string): (() => unknown)[] {
  const json = parseJson(text)
  if (json && 'value' in json) return [() => json.value]
  const words = (message: string) => new Error(`error parsing ${source}: ${message}`)
  try {
    return splitDocuments(text).map(document => () => {
      try {
        return parseYaml(document)
      } catch (error) {
        throw words(json?.error ?? `error converting YAML to JSON: ${(error as Error).message}`)
      }
    })
  } catch (error) {
    throw words((error as Error).message)
  }
}

/** kubectl's own check before the server's: an object must say what it is. */
function checkObject(
  source: string,
  value: unknown,
  { validate, typed }: { validate: boolean; typed: boolean },
): KubeObject {
  if (!isObject(value)) {
    if (!validate) {
      throw new Error(
        typed
          ? `unable to decode ${JSON.stringify(source)}: couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonType(value)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`
          : `unable to decode ${JSON.stringify(source)}: json: cannot unmarshal ${jsonType(value)} into Go value of type unstructured.detector`,
      )
    }
    throw new Error(
      `error validating ${JSON.stringify(source)}: error validating data: invalid object to validate; if you choose to ignore these errors, turn validation off with --validate=false`,
    )
  }
  const missing = missingFields(value)
  const items = validate && value.kind === 'List' && Array.isArray(value.items) ? value.items : []
  const all = [...missing, ...items.filter(isObject).flatMap(missingFields)]
  if (all.length === 0) return value as KubeObject
  if (validate) {
    const words = [...new Set(all)].map(field => `${field} not set`)
    const list = words.length > 1 ? `[${words.join(', ')}]` : words[0]
    throw new Error(
      `error validating ${JSON.stringify(source)}: error validating data: ${list}; if you choose to ignore these errors, turn validation off with --validate=false`,
    )
  }
  const field = missing.includes('kind') ? 'Kind' : 'apiVersion'
  throw new Error(
    `unable to decode ${JSON.stringify(source)}: Object '${field}' is missing in '${goJson(value)}'`,
  )
}

const missingFields = (object: Record<string, unknown>): string[] =>
  ['apiVersion', 'kind'].filter(field => !object[field])

/** How Go's decoder names what it found. */
export const jsonType = (value: unknown): string =>
  Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value

function flatten(object: KubeObject): KubeObject[] {
  if (!(object.kind ?? '').endsWith('List') || !Array.isArray(object.items)) return [object]
  return object.items.flatMap(flatten)
}
