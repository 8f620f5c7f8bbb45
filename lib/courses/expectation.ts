import { z } from 'zod'
import { catalogues, sourceLocale } from '@/messages/catalogue'

const isSaid = (id: string): boolean => Object.hasOwn(catalogues[sourceLocale] ?? {}, id)

/** `expect.yaml` of a wrong answer: the explanation that it must get. */
export const wrongAnswerSchema = z
  .strictObject({
    /** The id of a failed check, or how it begins. */
    check: z.string().optional(),
    /** The id of that check's message, or of one of its details. */
    message: z
      .string()
      .refine(isSaid, 'nothing of that name is ever said: `netpol-lab grade --json` prints the ids')
      .optional(),
    /** A part of that sentence. */
    says: z.string().optional(),
    /** A mistake that must be recognised by name. */
    mistake: z
      .string()
      .refine(id => isSaid(`mistake.${id}`), 'no mistake is called that: docs/mistakes.md has them all')
      .optional(),
  })
  .refine(({ message, mistake }) => message !== undefined || mistake !== undefined, {
    error: 'name the explanation that this answer gets: message, or mistake',
  })

export type WrongAnswer = z.infer<typeof wrongAnswerSchema>
