import type { KubeObject } from '../object'
import { isList } from '../object'
import { goSprint } from './go-format'
import { findResults, relaxedPath } from './jsonpath/evaluate'
import { parseTemplate, type TemplateNode } from './jsonpath/parse'
import { escapeTerminal } from './table'

/** Its path is read when the first object is printed: the headers stand there by then. */
export type CustomColumn = { header: string; path: () => TemplateNode[] }

/** Columns of `NAME:.metadata.name,IMAGE:.spec.containers[*].image`. */
export function columnsFromSpec(spec: string): CustomColumn[] {
  if (spec === '') throw new Error('custom-columns format specified but no custom columns given')
  return spec.split(',').map(part => {
    const colon = part.indexOf(':')
    if (colon < 0)
      throw new Error(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`)
    return column(part.slice(0, colon), part.slice(colon + 1))
  })
}

/** Columns of a file with a line of headers and a line of paths. */
export function columnsFromFile(text: string): CustomColumn[] {
  const [headerLine = '', pathLine] = text.split('\n')
  const advice =
    'Expected format is one line of space separated headers, one line of space separated column specs.'
  if (text === '') throw new Error(`invalid template, missing header line. ${advice}`)
  if (pathLine === undefined) throw new Error(`invalid template, missing spec line. ${advice}`)
  const headers = headerLine.split(/\s+/).filter(Boolean)
  const paths = pathLine.split(/\s+/).filter(Boolean)
  if (headers.length !== paths.length) {
    throw new Error(
      `number of headers (${headers.length}) and field specifications (${paths.length}) don't match`,
    )
  }
  return headers.map((header, index) => column(header, paths[index] ?? ''))
}

function column(header: string, text: string): CustomColumn {
  const relaxed = relaxedPath(text)
  return { header, path: () => parseTemplate(relaxed) }
}

/** Lines with tabs: the headers, then a line an object, up to the one at which something is wrong. */
export function* customColumnLines(
  columns: readonly CustomColumn[],
  object: KubeObject,
  headers: boolean,
): Generator<string> {
  if (headers) yield `${columns.map(({ header }) => header).join('\t')}\n`
  const paths = columns.map(({ path }) => path())
  for (const one of isList(object) ? (object.items ?? []) : [object])
    yield `${paths.map(path => cell(path, one)).join('\t')}\n`
}

function cell(path: readonly TemplateNode[], object: KubeObject): string {
  const results = findResults(path, object, { allowMissingKeys: true })
  const values = results.flat().map(value => escapeTerminal(goSprint(value)))
  if (results.length === 0 || results[0]?.length === 0) values.unshift('<none>')
  return values.join(',')
}
