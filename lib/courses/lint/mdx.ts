import { compile } from '@mdx-js/mdx'
import type { Lesson } from '../lesson'
import type { ContentProblem } from '../problem'
import { fence } from './fence'

/** What a text may use beside Markdown. */
const components = ['Note', 'Prediction']

/** A text that the page could not show: broken MDX, and components that there are none of. */
export async function mdxProblems(file: string, { mdx, mdxOffset }: Lesson): Promise<ContentProblem[]> {
  try {
    await compile(mdx)
  } catch (error) {
    const { reason = String(error), line } = error as { reason?: string; line?: number }
    // Of a tag that is not closed only the words say where it begins, and they count from the text's first line.
    const [place, opened] = / \((\d+):\d+(?:-\d+:\d+)?\)/.exec(reason) ?? []
    const at = Number(opened ?? line ?? 1)
    return [{ file, line: mdxOffset + at, message: reason.replace(place ?? '', '') }]
  }
  // As long as before, so that lines stay where they are.
  const text = mdx
    .replace(fence, block => block.replace(/[^\n]/g, ' '))
    .replace(/`[^`\n]*`/g, code => ' '.repeat(code.length))
  return [...text.matchAll(/<([A-Z]\w*)/g)]
    .filter(([, name = '']) => !components.includes(name))
    .map(({ index, 1: name }) => ({
      file,
      line: mdxOffset + text.slice(0, index).split('\n').length,
      message: `there is no <${name}>; a text has ${components.map(one => `<${one}>`).join(' and ')}`,
    }))
}
