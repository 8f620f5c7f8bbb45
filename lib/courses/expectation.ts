import { z } from 'zod'

/** `expect.yaml` of a wrong answer: the explanation that it must get. */
export const wrongAnswerSchema = z
  .strictObject({
    /** The id of a failed check, or how it begins. */
    check: z.string().optional(),
    /** The id of that check's message, or of one of its details. */
    message: z.string().optional(),
    /** A part of that sentence. */
    says: z.string().optional(),
    /** A mistake that must be recognised by name. */
    mistake: z.string().optional(),
  })
  .refine(({ message, mistake }) => message !== undefined || mistake !== undefined, {
    error: 'name the explanation that this answer gets: message, or mistake',
  })

export type WrongAnswer = z.infer<typeof wrongAnswerSchema>
