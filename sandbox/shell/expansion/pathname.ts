import { FileError, resolvePath } from '../../process'
import { limits } from '../limits'
import type { Context } from '../state/context'
import type { Field } from './fields'
import { Pattern } from './pattern'

/** The files that a field names when it is a pattern, sorted; the field's own text when there are none. */
export async function expandPathname(context: Context, field: Field): Promise<string[]> {
  const text = field.map(piece => piece.text).join('')
  if (context.options.has('noglob') || !field.some(piece => piece.active && /[*?[]/.test(piece.text)))
    return [unescaped(field)]

  const segments = splitAtSlashes(field)
  let found = [text.startsWith('/') ? '/' : '']
  for (const [index, segment] of segments.entries()) {
    const pattern = Pattern.from(segment)
    const last = index === segments.length - 1
    const next: string[] = []
    for (const directory of found) {
      await context.step()
      if (pattern.special) next.push(...(await matchesIn(context, directory, pattern, last)))
      else next.push(`${directory}${pattern.literal}${last ? '' : '/'}`)
      if (next.length > limits.fields) return [text]
    }
    found = next
  }
  const there: string[] = []
  for (const path of found) if (path !== '' && (await exists(context, path))) there.push(path)
  return there.length > 0 ? there.sort() : [unescaped(field)]
}

async function matchesIn(
  context: Context,
  directory: string,
  pattern: Pattern,
  last: boolean,
): Promise<string[]> {
  let names: string[]
  try {
    names = await context.session.files.list(resolvePath(context.cwd, directory || '.'))
  } catch (error) {
    if (error instanceof FileError) return []
    throw error
  }
  return names
    .filter(name => (pattern.startsWithDot || !name.startsWith('.')) && pattern.matches(name))
    .map(name => `${directory}${name}${last ? '' : '/'}`)
}

async function exists(context: Context, path: string): Promise<boolean> {
  try {
    const stat = await context.session.files.lstat(context.path(path))
    return !path.endsWith('/') || stat.kind !== 'file'
  } catch {
    return false
  }
}

function splitAtSlashes(field: Field): Field[] {
  const segments: Field[] = [[]]
  for (const { text, active } of field)
    for (const [index, part] of text.split('/').entries()) {
      if (index > 0) segments.push([])
      if (part !== '') segments.at(-1)!.push({ text: part, active })
    }
  if (segments[0]!.length === 0) segments.shift()
  return segments
}

function unescaped(field: Field): string {
  return field.map(piece => piece.text).join('')
}
