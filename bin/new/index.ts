import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isSeq, parseDocument, stringify } from 'yaml'
import { contentDirectories } from '@/lib/courses'

const template = fileURLToPath(new URL('./template', import.meta.url))

const usage = `Usage: netpol-lab new lesson COURSE/NN-slug [--content DIR]

Begins a lesson: a small one that works, with a start, hints, right and wrong answers, and a line in course.yaml.
A course that is not there begins with it. Change it from there; 'netpol-lab lint' tells what no longer fits.

  --content DIR   the folder of courses (the first of CONTENT_DIR, else our own)

Exit status: 0 made, 1 it could not be made, 64 wrong usage.
`

/** `netpol-lab new lesson`. */
export async function newLesson(args: string[]): Promise<number> {
  const refuse = (problem: string) => {
    process.stderr.write(`netpol-lab new: ${problem}\n\n${usage}`)
    return 64
  }
  let values: { content?: string; help?: boolean }
  let positionals: string[]
  try {
    ;({ values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { content: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
    }))
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error))
  }
  if (values.help) {
    process.stdout.write(usage)
    return 0
  }
  const [what, path = '', ...more] = positionals
  const [, course, slug] = /^([a-z0-9][-a-z0-9]*)\/(\d\d-[a-z0-9][-a-z0-9]*)$/.exec(path) ?? []
  if (what !== 'lesson') return refuse(`there is no new "${what ?? ''}"; write new lesson`)
  if (!course || !slug || more.length > 0) return refuse('name it COURSE/NN-slug, e.g. my-course/20-ingress')
  const root = values.content ?? contentDirectories(process.env.CONTENT_DIR)[0]!
  return make(join(root, course), slug)
}

/** A course of which this is the first lesson. */
async function begin(course: string, slug: string): Promise<void> {
  const name = basename(course).replaceAll('-', ' ')
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const description = 'One sentence for the home page.'
  await mkdir(course, { recursive: true })
  await writeFile(join(course, 'course.yaml'), stringify({ title, description, start: slug, lessons: [] }))
}

async function make(course: string, slug: string): Promise<number> {
  const list = join(course, 'course.yaml')
  const directory = join(course, slug)
  const fail = (problem: string) => {
    process.stderr.write(`netpol-lab new: ${problem}\n`)
    return 1
  }
  if (!existsSync(course)) await begin(course, slug)
  if (!existsSync(list)) return fail(`${list}: this file is missing; a course is a folder with a course.yaml`)
  if (existsSync(directory)) return fail(`${directory} is there already`)
  const text = parseDocument(await readFile(list, 'utf8'))
  const lessons = text.get('lessons')
  if (text.errors.length > 0 || !isSeq(lessons)) return fail(`${list}: it has no list of lessons`)
  await cp(template, directory, { recursive: true })
  lessons.add(slug)
  await writeFile(list, text.toString())
  process.stdout.write(`${directory}\n`)
  return 0
}
