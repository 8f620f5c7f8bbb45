import { z } from 'zod'
import { outcomeSchema } from '@/sandbox/exercise'

/** `POST /api/v1/courses/{course}/certificate` answers the token of the link `/certificates/<token>`. */
export const issuedCertificate = z.object({ token: z.string() })

/** What a certificate says. `GET /api/v1/certificates/{token}` */
export const certificatePage = z.object({
  token: z.string(),
  course: z.object({ slug: z.string(), title: z.string() }),
  name: z.string(),
  issuedAt: z.number(),
  lessons: z.array(
    z.object({
      slug: z.string(),
      number: z.string(),
      title: z.string(),
      tasks: z.array(z.object({ id: z.string(), title: z.string() })),
    }),
  ),
})
export type CertificatePage = z.infer<typeof certificatePage>

/** A task graded again; `kept`: it cannot be repeated, and was passed. `POST /api/v1/certificates/{token}/grading` */
export const regradedTask = z.object({
  lesson: z.string(),
  task: z.string(),
  outcome: z.enum([...outcomeSchema.options, 'kept']),
})
export type RegradedTask = z.infer<typeof regradedTask>
