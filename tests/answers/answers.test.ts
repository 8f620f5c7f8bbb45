import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesOf, subjects } from './cases'
import { play } from './play'
import { startApi } from './start-api'

let api: Awaited<ReturnType<typeof startApi>>
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api?.close())

/** Titles and answers of a recording. */
function recorded(subject: string): [string, string][] {
  const text = readFileSync(join(import.meta.dirname, 'recorded', `${subject}.txt`), 'utf8')
  return [...text.matchAll(/^(\S.*)\n\t(.*)$/gm)].map(([, title, answer]) => [title!, answer!])
}

describe.each(subjects)('%s', subject => {
  let answers: Map<string, string>
  beforeAll(async () => {
    answers = await play(casesOf(subject), api.send)
  })
  it.each(recorded(subject))('%s', (title, answer) => {
    expect(answers.get(title)).toBe(answer)
  })
})
