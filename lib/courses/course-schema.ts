import { z } from 'zod'

const slug = z.string().regex(/^[a-z0-9][-a-z0-9]*$/, {
  error: 'a lesson is named by its folder, e.g. 05-default-deny-ingress',
})

/** `course.yaml`. */
export const courseSchema = z
  .strictObject({
    title: z.string(),
    /** One or two sentences for the home page. */
    description: z.string(),
    /** The lesson where "Start now" begins. */
    start: slug,
    /** Folders of the lessons, in order. */
    lessons: z.array(slug).min(1, { error: 'a course has at least one lesson' }),
  })
  .refine(({ start, lessons }) => lessons.includes(start), {
    path: ['start'],
    error: 'start names no lesson of this course',
  })

/** The front matter of `lesson.mdx`. */
export const frontMatterSchema = z.strictObject({
  title: z.string(),
  /** How long it takes, in minutes. */
  minutes: z.number().int().positive(),
  /** One sentence for the course outline. */
  summary: z.string(),
  /** What one can do after it: "lock a namespace for ingress". */
  abilities: z
    .array(z.string())
    .min(1, { error: 'name at least one thing that one can do after the lesson' }),
})
