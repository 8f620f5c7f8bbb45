import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { variables } from './config'

it('docs/operating.md describes every environment variable as the server reads it', () => {
  const text = readFileSync(join(import.meta.dirname, '../docs/operating.md'), 'utf8')
  const rows = Object.entries(variables).map(
    ([name, { default: fallback, about }]) =>
      `| \`${name}\` |${fallback ? ` \`${fallback}\` ` : ' '}| ${about} |`,
  )
  const documented = text.split('\n').filter(line => /^\| `[A-Z_]+` /.test(line))
  expect(documented).toEqual(rows)
})
