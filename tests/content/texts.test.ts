import { posix } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runAnswer } from '@/bin/grade/run-answer'
import { commandsIn } from '@/components/lesson-text/commands'
import { fillPlaceholders, placeholdersIn } from '@/components/live/placeholders'
import { type Lesson, loadCourses } from '@/lib/courses'
import { fence } from '@/lib/courses/lint/fence'
import { home, putHomeFiles } from '@/lib/learning/session/home-files'
import { createEmbeddedProvider, type EmbeddedProvider } from '@/sandbox/embedded/provider'
import { surroundingsOf } from '@/sandbox/exercise'
import type { Sandbox } from '@/sandbox/provider'

const lessons = (await loadCourses('content')).flatMap(course => course.lessons)

let provider: EmbeddedProvider
beforeAll(async () => {
  provider = await createEmbeddedProvider()
})
afterAll(() => provider.close())

/** Milliseconds that one block may take; what watches is stopped then, as a reader stops it. */
const patience = 20_000

/** What only a mistake in the text makes a command say. */
const slips =
  /command not found|: not found$|unknown (?:command|flag|shorthand flag)|the path ".*" does not exist|Error from server \(NotFound\)|No such file or directory|error: unable to/m

/** Addresses as the page fills them in: from the live objects. */
async function filled(sandbox: Sandbox, lesson: Lesson, text: string): Promise<string> {
  const client = sandbox.asGrader()
  try {
    const list = async (path: string) => (await client.request<{ items: [] }>('GET', path)).body.items
    const objects = {
      pods: await list('/api/v1/pods'),
      services: await list('/api/v1/services'),
      namespaces: [],
      networkPolicies: [],
    }
    return fillPlaceholders(text, objects, lesson.exercise.namespace)
  } finally {
    client.dispose()
  }
}

async function run(sandbox: Sandbox, commands: string): Promise<string> {
  let said = ''
  const files = new Map([['answer.sh', new TextEncoder().encode(commands)]])
  await runAnswer(sandbox, home, { directory: 'text', files }, { patience, onOutput: text => (said += text) })
  return said
}

/** What opens the page's editor, which nobody sits at here. */
const editors = /^(?:nano|vi|vim|kubectl edit)\b/

const startOf = ({ exercise }: Lesson, own = exercise.start) => ({
  ...surroundingsOf(exercise),
  objects: own,
})

const namesIn = (start: readonly { metadata?: { name?: string } }[] = []) =>
  start.flatMap(({ metadata }) => metadata?.name ?? [])

/** The start of the task that commands are about: they name an object that it alone has. */
function startNamedIn({ exercise }: Lesson, commands: string) {
  const starts = [exercise.start, ...exercise.tasks.flatMap(({ start }) => (start ? [start] : []))]
  return starts.slice(1).find(start => {
    const elsewhere = new Set(starts.filter(other => other !== start).flatMap(namesIn))
    return namesIn(start).some(name => !elsewhere.has(name) && commands.includes(name))
  })
}

/** A reader who opens each task as the text comes to it, saves every file and runs every command, in order. */
async function* read(sandbox: Sandbox, lesson: Lesson) {
  let standing: unknown
  for (const { 1: language = '', 2: meta = '', 3: body = '' } of lesson.mdx.matchAll(fence)) {
    const [, file] = /\bfile=(\S+)/.exec(meta) ?? []
    if (file) await sandbox.files.write(posix.join(home, file), await filled(sandbox, lesson, body))
    const commands = /\brun\b/.test(meta) && !/\bnorun\b/.test(meta) ? commandsIn(body, language) : undefined
    if (commands === undefined || editors.test(commands)) continue
    const start = startNamedIn(lesson, commands)
    if (start && start !== standing) {
      await sandbox.reset(startOf(lesson, start))
      standing = start
    }
    const typed = await filled(sandbox, lesson, commands)
    yield { typed, said: await run(sandbox, typed) }
  }
}

it.concurrent.each(lessons)(
  '$slug: every command of the text works when they are run in order',
  async lesson => {
    const sandbox = await provider.open(`text-${lesson.slug}`)
    await sandbox.reset(startOf(lesson))
    await putHomeFiles(sandbox.files, lesson)
    const slipped: string[] = []
    for await (const { typed, said } of read(sandbox, lesson)) {
      const [slip] = slips.exec(said) ?? []
      // A text may be about just that message.
      if (slip !== undefined && !lesson.mdx.includes(slip)) slipped.push(`${typed}\n${said}`)
      // A pod that the learner has yet to write has no address.
      const [open] = placeholdersIn(typed)
      if (open !== undefined && lesson.exercise.start.length > 0)
        slipped.push(`${typed}\nnothing fills <${open}-ip>`)
    }
    await provider.delete(`text-${lesson.slug}`)
    expect(slipped).toEqual([])
  },
  180_000,
)
