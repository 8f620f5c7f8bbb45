import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { StartObject } from '@/sandbox/exercise'
import type { Lesson } from '../lesson'
import { fence } from '../lint/fence'
import { parseManifest } from '../yaml-file'

/** Files that speak about an answer and are no part of it. */
const aside = new Set(['answers.yaml', 'expect.yaml'])

/** What `after` of a diagram names, as objects; a string says why there are none. */
export async function appliedObjects(lesson: Lesson, after: string): Promise<StartObject[] | string> {
  return after.includes('/') ? objectsOfAnswer(lesson, after) : objectsOfBlock(lesson, after)
}

function objectsOfBlock({ mdx }: Lesson, file: string): StartObject[] | string {
  for (const { 2: meta = '', 3: body = '' } of mdx.matchAll(fence))
    if (meta.split(/\s+/).includes(`file=${file}`)) return objectsIn(file, body)
  return `no block of this text is file=${file}`
}

async function objectsOfAnswer({ directory }: Lesson, answer: string): Promise<StartObject[] | string> {
  const names: string[] = await readdir(join(directory, answer)).catch(() => [])
  if (names.includes('answer.sh')) return `${answer} is a script: name an answer that is YAML`
  const files = names.filter(name => /\.ya?ml$/.test(name) && !aside.has(name)).sort()
  if (files.length === 0) return `there is no answer ${answer}`
  const texts = await Promise.all(files.map(file => readFile(join(directory, answer, file), 'utf8')))
  return texts.flatMap((text, index) => objectsIn(files[index] ?? answer, text))
}

const objectsIn = (file: string, text: string) =>
  parseManifest(file, text).map(({ value }) => value as StartObject)
