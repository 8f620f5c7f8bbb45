import { z } from 'zod'
import { exerciseSchema } from '@/sandbox/exercise'

/** More would not be read on a phone. */
const mostInARow = 3

/** Boxes from left to right: `client, web`; a dot leaves a place free. */
const row = z
  .string()
  .transform(text => text.split(',').map(word => word.trim()))
  .refine(words => words.every(word => word !== ''), { error: 'write a row as "client, web"' })
  .refine(words => words.length <= mostInARow, {
    error: `at most ${mostInARow} stand side by side, or a phone cannot show them`,
  })

const shape = /^([^>]+?)\s*-(x|\?)?>\s*(.+)$/
const verdicts = { '': 'open', x: 'blocked', '?': 'either' } as const

/** `client -> web:80` gets through, `client -x> web:80` does not, `client -?> web:80` is left open. */
const flow = z
  .string()
  .regex(shape, {
    error: 'write a flow as "client -> web:80"; "-x>" where it is blocked, "-?>" where it is left open',
  })
  .transform(text => {
    const [, from, sign = '', to] = shape.exec(text) ?? []
    return { text, flow: `${from} -> ${to}`, verdict: verdicts[sign as keyof typeof verdicts] }
  })

/** A block of a lesson's text whose language is `diagram`. */
export const diagramSchema = z.strictObject({
  /** What the picture says, in one sentence. */
  caption: z.string(),
  /** The task whose start and roles it shows; the lesson's where there is none. */
  task: z.string().optional(),
  /** What is applied to the start: a YAML block of the text by its file, or an answer by its folder. */
  after: z.string().optional(),
  /** Who enforces, where it is not the CNI of the exercise. */
  cni: exerciseSchema.shape.cni.unwrap().optional(),
  /** Keys of labels to show at pods and namespaces. */
  labels: z.array(z.string()).default([]),
  rows: z.array(row).min(1),
  flows: z.array(flow).default([]),
})

export type DiagramText = z.infer<typeof diagramSchema>
