import { z } from 'zod'
import { addWebhook, delivery, webhook } from '@/protocol'
import { route } from '../../route'

const base = '/workshops/{workshop}/webhooks'

export const webhookRoutes = [
  route({
    who: 'workshop-instructor',
    method: 'GET',
    path: base,
    summary: 'The addresses that are told what happens in the workshop.',
    response: z.array(webhook),
    handle: ({ services, path }) => services.webhooks.of(path.workshop),
  }),
  route({
    who: 'workshop-instructor',
    method: 'POST',
    path: base,
    summary:
      'Tells an address who joins, what is passed, and who has passed everything; signed as Standard Webhooks say.',
    body: addWebhook,
    response: webhook,
    problems: ['address-refused', 'too-many-webhooks'],
    handle: ({ services, path, body }) => services.webhooks.add(path.workshop, body),
  }),
  route({
    who: 'workshop-instructor',
    method: 'DELETE',
    path: `${base}/{webhook}`,
    summary: 'Tells an address nothing any more.',
    handle: ({ services, path }) => services.webhooks.remove(path.workshop, path.webhook),
  }),
  route({
    who: 'workshop-instructor',
    method: 'POST',
    path: `${base}/{webhook}/test`,
    summary: 'Sends something to see whether it arrives.',
    response: delivery,
    handle: ({ services, path }) => services.webhooks.test(path.workshop, path.webhook),
  }),
  route({
    who: 'workshop-instructor',
    method: 'GET',
    path: `${base}/{webhook}/deliveries`,
    summary: 'What was sent last, and what became of it.',
    response: z.array(delivery),
    handle: ({ services, path }) => services.webhooks.deliveries(path.workshop, path.webhook),
  }),
  route({
    who: 'workshop-instructor',
    method: 'POST',
    path: `${base}/{webhook}/deliveries/{delivery}/resend`,
    summary: 'Sends one once more.',
    handle: ({ services, path }) => services.webhooks.resend(path.workshop, path.webhook, path.delivery),
  }),
]
