import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { lint } from '../lint'
import { newLesson } from '.'

let root: string
let told: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'content-'))
  for (const folder of ['mine', 'bare']) mkdirSync(join(root, folder))
  writeFileSync(join(root, 'mine/course.yaml'), 'title: Mine\ndescription: D\nstart: 01-close\nlessons: []\n')
  told = ''
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation(text => {
      told += text
      return true
    })
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(root, { recursive: true, force: true })
})

it('a new lesson is in the course, and every answer of it does what it should', async () => {
  expect(await newLesson(['lesson', 'mine/01-close', '--content', root])).toBe(0)
  expect(readFileSync(join(root, 'mine/course.yaml'), 'utf8')).toContain('lessons: [ 01-close ]')
  expect([await lint([root]), told]).toEqual([0, expect.stringContaining('01-close ...')])
  // A checkout of one course is read as well as a folder of courses.
  expect(await lint([join(root, 'mine'), '--quick'])).toBe(0)
})

it('a course that is not there begins with its first lesson', async () => {
  expect(await newLesson(['lesson', 'my-course/01-first', '--content', root])).toBe(0)
  expect(readFileSync(join(root, 'my-course/course.yaml'), 'utf8')).toBe(
    'title: My course\ndescription: One sentence for the home page.\nstart: 01-first\nlessons: [ 01-first ]\n',
  )
  expect(await lint([join(root, 'my-course'), '--quick'])).toBe(0)
})

it('answers that do not do what they should are told by their folder', async () => {
  await newLesson(['lesson', 'mine/01-close', '--content', root])
  const lesson = join(root, 'mine/01-close')
  const read = (path: string) => readFileSync(join(lesson, path), 'utf8')
  const solution = read('solution/default-deny/policy.yaml')
  writeFileSync(join(lesson, 'solution/default-deny/policy.yaml'), read('wrong/only-web/policy.yaml'))
  writeFileSync(join(lesson, 'wrong/only-web/policy.yaml'), solution)
  writeFileSync(join(lesson, 'wrong/label-typo/expect.yaml'), 'mistake: every-port\n')
  expect(await lint([root])).toBe(1)
  expect(told).toMatch(/solution\/default-deny: this answer should pass: close: /)
  expect(told).toMatch(/wrong\/only-web: this answer should fail, but: passed/)
  expect(told).toMatch(
    /wrong\/label-typo: expect.yaml: the mistake every-port is not named. Named: label-key-typo/,
  )
})

it.each([
  [['lesson', 'mine/close'], 64, /COURSE\/NN-slug/],
  [['chapter', 'mine/01-close'], 64, /no new "chapter"/],
  [['lesson', 'mine/01-close', '--where'], 64, /--where/],
  [['lesson', 'bare/01-close'], 1, /course.yaml: this file is missing/],
])('%j is refused', async (args, status, words) => {
  expect(await newLesson([...args, ...(status === 1 ? ['--content', root] : [])])).toBe(status)
  expect(told).toMatch(words)
})

it('docs/authoring.md shows the template whole', () => {
  const docs = readFileSync('docs/authoring.md', 'utf8')
  for (const file of [
    'lesson.mdx',
    'exercise.yaml',
    'wrong/only-web/policy.yaml',
    'wrong/only-web/expect.yaml',
  ])
    expect(docs).toContain(readFileSync(join('bin/new/template', file), 'utf8').trim())
})
