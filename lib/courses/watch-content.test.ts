import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { watchContent } from './watch-content'

it('a change below a content directory is told once, when it is read anew', async () => {
  const root = mkdtempSync(join(tmpdir(), 'content-'))
  mkdirSync(join(root, 'course/01-one'), { recursive: true })
  const changed = vi.fn()
  const watching = watchContent([root], changed)
  for (const text of ['a', 'b', 'c']) writeFileSync(join(root, 'course/01-one/lesson.mdx'), text)
  await vi.waitFor(() => expect(changed).toHaveBeenCalledOnce(), { timeout: 10_000 })
  watching.dispose()
  rmSync(root, { recursive: true })
})
