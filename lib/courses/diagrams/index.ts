import type { Diagram } from '@/protocol'
import { exerciseOf, FlowTextError } from '@/sandbox/exercise'
import type { Lesson } from '../lesson'
import { fence } from '../lint/fence'
import { ContentError, type ContentProblem } from '../problem'
import { parseYaml } from '../yaml-file'
import { appliedObjects } from './applied'
import { drawDiagram } from './draw'
import { paperCluster } from './paper-cluster'
import { createScene } from './scene'
import { type DiagramText, diagramSchema } from './schema'

export type Diagrams = {
  /** By the text of their block; what cannot be drawn is left out. */
  drawn: Readonly<Record<string, Diagram>>
  problems: readonly ContentProblem[]
}

/** The diagrams of a lesson's text, drawn, and what is wrong with them: an arrow, for one, that the engine has otherwise. */
export async function readDiagrams(lesson: Lesson, file: string): Promise<Diagrams> {
  const drawn: Record<string, Diagram> = {}
  const problems: ContentProblem[] = []
  for (const { index, 1: language, 3: body = '' } of lesson.mdx.matchAll(fence)) {
    if (language !== 'diagram') continue
    const line = lesson.mdxOffset + lesson.mdx.slice(0, index).split('\n').length
    try {
      // Empty lines in front make lines of the block lines of the file.
      const text = parseYaml(file, `${'\n'.repeat(line)}${body}`, diagramSchema)
      const found = await draw(lesson, text)
      if (found.diagram) drawn[body.trim()] = found.diagram
      problems.push(...found.problems.map(message => ({ file, line, message: `diagram: ${message}` })))
    } catch (error) {
      if (!(error instanceof ContentError)) throw error
      problems.push(...error.problems.map(one => ({ ...one, message: `diagram: ${one.message}` })))
    }
  }
  return { drawn, problems }
}

async function draw(
  lesson: Lesson,
  { task, after, cni, ...words }: DiagramText,
): Promise<{ diagram?: Diagram; problems: string[] }> {
  const exercise = task === undefined ? lesson.exercise : exerciseOf(lesson.exercise, task)
  if (!exercise) return { problems: [`task: there is no task "${task}"`] }
  const applied = after === undefined ? [] : await appliedObjects(lesson, after)
  if (typeof applied === 'string') return { problems: [`after: ${applied}`] }
  const state = paperCluster(exercise.start, applied)
  const scene = createScene({ ...exercise, ...(cni && { cni }) }, state)
  try {
    return drawDiagram(words, exercise.roles, state, scene)
  } catch (error) {
    if (!(error instanceof FlowTextError)) throw error
    return { problems: [error.message] }
  }
}
