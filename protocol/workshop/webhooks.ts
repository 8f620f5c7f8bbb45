import { z } from 'zod'
import { keepable } from '../people'

/** What webhooks can be told: somebody took a seat, passed a task, has passed every task of the workshop. */
export const webhookEvent = z.enum(['joined', 'passed', 'finished'])
export type WebhookEvent = z.infer<typeof webhookEvent>

const address = keepable
  .max(2_000)
  .refine(value => /^https?:\/\/[^/]/i.test(value) && URL.canParse(value) && !new URL(value).username, {
    error: 'must be an http or https address without a name or password in it',
  })

export const addWebhook = z.strictObject({
  url: address,
  events: z.array(webhookEvent).min(1).max(3).default(['joined', 'passed', 'finished']),
})

export const webhook = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(webhookEvent),
  /** Signs what is sent, as Standard Webhooks say. */
  secret: z.string(),
  createdAt: z.iso.datetime(),
})
export type Webhook = z.infer<typeof webhook>

/** Something that was sent, or will be. */
export const delivery = z.object({
  /** `webhook-id`: the same in every try. */
  id: z.string(),
  type: z.string(),
  state: z.enum(['waiting', 'delivered', 'given-up']),
  attempts: z.number(),
  /** What the last try brought. */
  outcome: z.string().nullable(),
  createdAt: z.iso.datetime(),
  deliveredAt: z.iso.datetime().nullable(),
  nextAt: z.iso.datetime().nullable(),
  body: z.record(z.string(), z.unknown()),
})
export type Delivery = z.infer<typeof delivery>
