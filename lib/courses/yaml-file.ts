import { isNode, LineCounter, parseAllDocuments } from 'yaml'
import type { z } from 'zod'
import { ContentError, type ContentProblem } from './problem'

/** Of a broken file. */
const mostSlips = 3

/**
 * Reads the text of a YAML file by a schema. Throws `ContentError` with the line of each mistake and, for a schema
 * of ours, what to write instead.
 */
export function parseYaml<T>(file: string, text: string, schema: z.ZodType<T>): T {
  const lines = new LineCounter()
  const [document, second] = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false })
  if (!document || second)
    throw new ContentError([{ file, message: 'this file holds exactly one YAML document' }])
  const broken = [...document.errors, ...document.warnings].sort((one, other) => one.pos[0] - other.pos[0])
  // What comes behind the first slips follows from them.
  const told = broken.slice(0, mostSlips)
  if (told.length > 0)
    throw new ContentError(
      told.map(({ message, pos }) => ({ file, line: lines.linePos(pos[0]).line, message })),
    )
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 100 }))
  if (parsed.success) return parsed.data
  throw new ContentError(parsed.error.issues.flatMap(problemsOf).map(place))

  function place({ path, message }: { path: PropertyKey[]; message: string }): ContentProblem {
    const where = path.length === 0 ? '' : `${pathText(path)}: `
    return { file, line: lineOf(path), message: `${where}${message}` }
  }
  /** The line of the deepest part of the path that is in the file. */
  function lineOf(path: readonly PropertyKey[]): number | undefined {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = document?.getIn(path.slice(0, depth), true)
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
    }
    return undefined
  }
}

/** A union reports what is wrong with each of its forms; the form that came furthest is the one that was meant. */
function problemsOf(issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string }[] {
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const deepest = issue.errors
      .map(form => form.map(inner => ({ ...inner, path: [...issue.path, ...inner.path] })))
      .sort((one, other) => furthest(other) - furthest(one))[0]
    return (deepest ?? []).flatMap(inner => problemsOf(inner as z.core.$ZodIssue))
  }
  return [{ path: [...issue.path], message: issue.message }]
}

const furthest = (issues: readonly { path: readonly PropertyKey[]; code?: string }[]) =>
  Math.max(...issues.map(({ path, code }) => path.length + (code === 'invalid_type' ? 0 : 0.5)))

/** `tasks[0].hints` */
const pathText = (path: readonly PropertyKey[]) =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  )

/** All documents of a manifest, as `kubectl apply` would read them: empty ones are left out, a List is opened. */
export function parseManifest(file: string, text: string): { line: number; value: unknown }[] {
  const lines = new LineCounter()
  return parseAllDocuments(text, { lineCounter: lines, prettyErrors: false }).flatMap(document => {
    const line = (offset: number) => lines.linePos(offset).line
    if (document.errors.length > 0)
      throw new ContentError(
        document.errors.map(({ message, pos }) => ({ file, line: line(pos[0]), message })),
      )
    const value: unknown = document.toJS({ maxAliasCount: 100 })
    if (value === null || value === undefined) return []
    const at = line(document.contents?.range?.[0] ?? 0)
    const { kind, items } = value as { kind?: unknown; items?: unknown[] }
    return kind === 'List' ? (items ?? []).map(item => ({ line: at, value: item })) : [{ line: at, value }]
  })
}
