import type { Lesson } from '../lesson'
import type { ContentProblem } from '../problem'
import { fence } from './fence'
import { nameProblems } from './names'

const link = /\[[^\]]*\]\(([^)\s]+)\)/g
const placeholder = /<([a-z0-9]+(?:-[a-z0-9]+)*)-ip>/g
/** Words that a code block's meta may hold. */
const metaWord = /^(run|norun|file=[\w.-]+(\/[\w.-]+)*)$/

/** What its headings are called in an address: as rehype-slug makes it on the page. */
const headingsOf = ({ mdx }: Lesson): string[] =>
  [...mdx.replace(fence, '').matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  )

/** Links, placeholders and code blocks of a lesson's text that lead nowhere. */
export function textProblems(file: string, lesson: Lesson, lessons: readonly Lesson[]): ContentProblem[] {
  const problems: ContentProblem[] = []
  const lineAt = (index: number) => lesson.mdxOffset + lesson.mdx.slice(0, index).split('\n').length
  const say = (index: number, message: string) => problems.push({ file, line: lineAt(index), message })
  const { roles, tasks } = lesson.exercise
  const named = new Set([roles, ...tasks.map(task => task.roles ?? {})].flatMap(Object.keys))

  for (const { index, 1: language, 2: meta = '', 3: body = '' } of lesson.mdx.matchAll(fence)) {
    for (const word of meta.split(/\s+/).filter(Boolean))
      if (!metaWord.test(word)) say(index, `"${word}" after the fence: write run, norun, or file=NAME`)
    if (/\bfile=/.test(meta) && language !== 'yaml') say(index, 'a block that opens in the editor is yaml')
    if (/\brun\b/.test(meta) && body.trim() === '') say(index, 'there is nothing to run in this block')
    for (const [text, name] of body.matchAll(placeholder))
      if (!named.has(name ?? ''))
        say(index, `${text}: no role is called "${name}", so nothing can be filled in`)
  }
  for (const { index, 1: target = '' } of lesson.mdx.matchAll(link)) {
    if (/^https:\/\//.test(target)) continue
    const [, slug, heading] = /^(?:\.\.?\/([^/#]+)\/?)?(?:#(.*))?$/.exec(target) ?? []
    const there = slug === undefined ? lesson : lessons.find(other => other.slug === slug)
    if (!there || (slug === undefined && heading === undefined))
      say(index, `the link "${target}" leads nowhere: write https://…, #heading or ../<lesson>`)
    else if (heading !== undefined && !headingsOf(there).includes(heading))
      say(index, `the link "${target}" leads nowhere: ${there.slug} has no heading that makes #${heading}`)
  }
  for (const { index, message } of nameProblems(lesson)) say(index, message)
  const asked = [...lesson.mdx.matchAll(/^<Prediction \/>$/gm)]
  if (asked.length !== (lesson.exercise.prediction ? 1 : 0))
    say(
      asked[1]?.index ?? asked[0]?.index ?? 0,
      lesson.exercise.prediction
        ? 'say <Prediction /> once, on a line of its own, before the first probe'
        : '<Prediction /> needs a prediction in exercise.yaml',
    )
  return problems
}
