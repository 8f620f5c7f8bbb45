import { z } from 'zod'
import { keepable } from './people'

const address = keepable.max(2_000).refine(value => /^https?:/i.test(value) && URL.canParse(value), {
  error: 'must be an http or https address',
})
const word = keepable.trim().min(1).max(255)

/** A learning platform that may launch us (LTI 1.3), as its registration says. */
export const addPlatform = z.strictObject({
  name: word,
  issuer: word,
  clientId: word,
  deployments: z.array(word).min(1).max(50),
  authorizationUrl: address,
  tokenUrl: address,
  keysUrl: address,
})

export const platform = addPlatform.extend({ id: z.string(), createdAt: z.iso.datetime() })
export type Platform = z.infer<typeof platform>
