import type { FlagDefinition } from '../flags/definition'
import { flag } from '../flags/definition'
import type { Invocation } from '../invocation'
import { isList, type KubeObject } from '../object'
import { joinPath } from '../path'
import { toYaml } from '../yaml/write'
import { type CustomColumn, columnsFromFile, columnsFromSpec, customColumnLines } from './custom-columns'
import { goSprint, goSyntax } from './go-format'
import { goJson, goJsonAsIs } from './json'
import { evaluateJsonPath } from './jsonpath/evaluate'
import { parseTemplate } from './jsonpath/parse'
import { toKyaml, toKyamlAsIs } from './kyaml'
import { printName } from './name'
import { inStructOrder } from './struct-order/struct-order'
import { alignTabs, tableTabs } from './tab-writer'
import { executeGoTemplate, type TemplateError } from './template/execute'
import { type Node, parseGoTemplate } from './template/parse'

/** Writes one object (or one list) as text. */
export type Printer = (object: KubeObject) => string

const templateFormats = [
  'go-template',
  'go-template-file',
  'template',
  'templatefile',
  'jsonpath',
  'jsonpath-as-json',
  'jsonpath-file',
]

/** Formats of commands that print what they changed. */
export const objectFormats = [...templateFormats, 'json', 'kyaml', 'name', 'yaml'].sort()
export const getFormats = [...objectFormats, 'custom-columns', 'custom-columns-file', 'wide'].sort()

/** `-o`, `--template` and what goes with them. */
export const printFlags = (formats: readonly string[]): FlagDefinition[] => [
  flag.bool(
    'allow-missing-template-keys',
    'Ignore fields that an object lacks in templates and JSON paths.',
    { default: true },
  ),
  flag.string('output', `Output format, one of: ${formats.join(', ')}.`, { shorthand: 'o' }),
  flag.bool('show-managed-fields', 'Keep managedFields when printing JSON or YAML.'),
  flag.string('template', 'A template, or the path of one, for -o go-template and -o jsonpath.'),
]

/** The printer that `-o` asks for; throws what kubectl says of a format it does not know. */
export async function createPrinter(invocation: Invocation, allowed: readonly string[]): Promise<Printer> {
  const { flags } = invocation
  const output = flags.string('output') || (flags.string('template') ? 'go-template' : '')
  const showManaged = flags.has('show-managed-fields') && flags.bool('show-managed-fields')
  const clean: (object: KubeObject) => KubeObject = showManaged ? object => object : withoutManagedFields
  const plain = output.toLowerCase()
  const isStruct = structTest(invocation)
  if (plain === 'json')
    return object => {
      const shown = clean(object)
      return `${isStruct(shown) ? goJsonAsIs(inStructOrder(shown), 4) : goJson(shown, 4)}\n`
    }
  if (plain === 'yaml') return yamlPrinter(clean)
  if (plain === 'kyaml')
    return object => {
      const shown = clean(object)
      return isStruct(shown) ? toKyamlAsIs(inStructOrder(shown)) : toKyaml(shown)
    }
  if (plain === 'name') return object => printName(object)
  const [, format = '', , argument] = /^([a-z-]+)(=(.*))?$/s.exec(output) ?? []
  if (allowed.includes(format)) {
    const text = argument ?? flags.string('template')
    if (templateFormats.includes(format)) return templatePrinter(invocation, format, text)
    if (format === 'custom-columns') return columnsPrinter(invocation, columnsFromSpec(text))
    if (format === 'custom-columns-file')
      return columnsPrinter(invocation, columnsFromFile(await read(invocation, text, 'template')))
  }
  throw new Error(
    `unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: ${allowed.join(',')}`,
  )
}

/** Commands of kubectl that print what they have as Go structs, and no maps with the keys by name. */
const structCommands =
  /^kubectl (create \w+|run|set|rollout|autoscale|taint|auth reconcile|auth whoami)\b|^kubectl expose client$/

/** Is it a Go struct? So is the list that `kubectl apply` makes of several objects, whatever these are. */
function structTest({ commandPath, flags }: Invocation): (object: KubeObject) => boolean {
  if (commandPath === 'kubectl apply') return ({ kind }) => kind === 'List'
  const dryRun = commandPath === 'kubectl expose' ? ` ${flags.string('dry-run')}` : ''
  const all = structCommands.test(commandPath + dryRun)
  return () => all
}

function yamlPrinter(clean: (object: KubeObject) => KubeObject): Printer {
  let printed = 0
  return object => `${printed++ > 0 ? '---\n' : ''}${toYaml(clean(object))}`
}

async function templatePrinter(invocation: Invocation, format: string, argument: string): Promise<Printer> {
  const kind = format.startsWith('jsonpath') ? 'jsonpath' : 'template'
  if (argument === '') {
    throw new Error(
      kind === 'jsonpath'
        ? 'template format specified but no template given'
        : 'template format specified but no template given',
    )
  }
  const fromFile = format.endsWith('file')
  let template = argument
  if (fromFile) template = await read(invocation, argument)
  if (kind === 'template') {
    const nodes = parsed(template)
    return object => {
      try {
        return executeGoTemplate(nodes, object)
      } catch (error) {
        const why = templateFailure(error as TemplateError, template)
        // Where the output goes, as kubectl does.
        void invocation.out(
          `${(error as TemplateError).written}Error executing template: ${why}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\traw data was:\n\t\t${goJson(object)}\n\tobject given to template engine was:\n\t\t${goSprint(object)}\n\n`,
        )
        throw new Error(`error executing template ${JSON.stringify(template)}: ${why}`)
      }
    }
  }
  const options = {
    allowMissingKeys: invocation.flags.bool('allow-missing-template-keys'),
    asJson: format === 'jsonpath-as-json',
  }
  try {
    parseTemplate(template)
  } catch (error) {
    throw new Error(`error parsing jsonpath ${template}, ${(error as Error).message}`)
  }
  return object => {
    try {
      return evaluateJsonPath(template, object, options)
    } catch (error) {
      const words = (error as Error).message
      throw new Error(
        `error executing jsonpath ${JSON.stringify(template)}: Error executing template: ${words}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(object)}\n\n`,
      )
    }
  }
}

/** What text/template says: where in the text, and of what. */
function templateFailure({ message, place }: TemplateError, template: string): string {
  if (!place) return `template: output: ${message}`
  const before = template.slice(0, place.at).split('\n')
  const position = `${before.length}:${Buffer.byteLength(before.at(-1) as string)}`
  return `template: output:${position}: executing "output" at <${place.text}>: ${message}`
}

function parsed(template: string): Node[] {
  try {
    return parseGoTemplate(template)
  } catch (error) {
    throw new Error(`error parsing template ${template}, template: output:1: ${(error as Error).message}`)
  }
}

function columnsPrinter(invocation: Invocation, columns: readonly CustomColumn[]): Printer {
  const { flags } = invocation
  let headers = !(flags.has('no-headers') && flags.bool('no-headers'))
  return object => {
    let text = ''
    try {
      for (const line of customColumnLines(columns, object, headers)) text += line
    } catch (error) {
      // What stands before the mistake is shown.
      void invocation.out(alignTabs(text, tableTabs))
      throw error
    }
    headers = false
    return alignTabs(text, tableTabs)
  }
}

async function read(invocation: Invocation, path: string, what = '--template'): Promise<string> {
  const { files, cwd } = invocation.process
  try {
    return new TextDecoder().decode(await files.read(joinPath(cwd, path)))
  } catch (error) {
    throw new Error(`error reading ${what} ${path}, open ${path}: ${(error as Error).message.toLowerCase()}`)
  }
}

export function withoutManagedFields(object: KubeObject): KubeObject {
  if (isList(object)) return { ...object, items: (object.items ?? []).map(withoutManagedFields) }
  if (!object.metadata?.managedFields) return object
  const { managedFields: _dropped, ...metadata } = object.metadata
  return { ...object, metadata }
}
