import { isObject } from '../object'
import { goSprint } from '../output/go-format'
import type { Describer } from './describer'
import { describeEvents } from './events'
import { Page } from './page'

/** Any object whose kind has no page of its own: every field, titles made of the field names. */
export const describeGeneric: Describer = async description => {
  const { object } = description
  const page = new Page()
  page.field('Name', object.metadata?.name ?? '')
  page.field('Namespace', object.metadata?.namespace ?? '')
  page.labels('Labels', object.metadata?.labels)
  page.annotations('Annotations', object.metadata?.annotations)
  writeContent(page, 0, object, '')
  await describeEvents(description, page)
  return page.toString()
}

const skipped = new Set([
  '.metadata.managedFields',
  '.metadata.name',
  '.metadata.namespace',
  '.metadata.labels',
  '.metadata.annotations',
])

function writeContent(page: Page, level: number, content: Record<string, unknown>, path: string): void {
  for (const field of Object.keys(content).sort()) {
    const value = content[field]
    const here = `${path}.${field}`
    if (skipped.has(here)) continue
    if (isObject(value)) {
      page.line(level, `${titleOf(field)}:`)
      writeContent(page, level + 1, value, here)
    } else if (Array.isArray(value)) {
      page.line(level, `${titleOf(field)}:`)
      for (const item of value) {
        if (isObject(item)) writeContent(page, level + 1, item, here)
        else page.line(level + 1, goSprint(item))
      }
    } else page.line(level, `${titleOf(field)}:\t${goSprint(value)}`)
  }
}

const acronyms = new Set(['API', 'URL', 'UID', 'GUID'])

/** `creationTimestamp` becomes `Creation Timestamp`; names with other characters stay. */
function titleOf(field: string): string {
  if (/[^\p{L}-]/u.test(field)) return field
  const parts = field.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}\p{Ll}*|\p{Ll}+|-/gu) ?? [field]
  return parts
    .map(part => {
      if (acronyms.has(part.toUpperCase())) return part.toUpperCase()
      return part.toLowerCase() === part ? part.charAt(0).toUpperCase() + part.slice(1) : part
    })
    .join(' ')
}
