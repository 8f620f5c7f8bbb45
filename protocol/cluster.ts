import { z } from 'zod'

const message = z.object({
  id: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
})

/** The doctor's table: what was found on the cluster that learners share, what it means, what to type. */
export const clusterReport = z.object({
  /** Milliseconds since 1970. */
  examinedAt: z.number(),
  /** Ready for lessons, and for many learners at once. */
  lessons: z.boolean(),
  shared: z.boolean(),
  rows: z.array(
    z.object({
      check: z.string(),
      level: z.enum(['good', 'limited', 'missing']),
      found: message,
      means: message,
      type: z.string().optional(),
    }),
  ),
})
export type ClusterReport = z.infer<typeof clusterReport>

export const clusterNews = z.object({
  /** Does a wall keep learners apart? Null: they are not on one cluster. */
  walled: z.boolean().nullable(),
  /** The last examination since the server started. */
  report: clusterReport.nullable(),
})
export type ClusterNews = z.infer<typeof clusterNews>
