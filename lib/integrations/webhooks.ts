import { createHmac, randomUUID } from 'node:crypto'
import { Webhook as Signer } from 'standardwebhooks'
import type { z } from 'zod'
import type { Delivery as DeliveryRow, Webhook as Row } from '@/lib/database/client/client'
import type { PrismaClient } from '@/lib/database/database'
import { Refusal } from '@/lib/refusal'
import type { addWebhook, Delivery, Webhook } from '@/protocol'
import { refusalOf, type Send } from './outbound'
import type { Deliver, Outbox } from './outbox'

/** Addresses that are told what happens in a workshop. Refuses with `Refusal`. */
export interface Webhooks {
  of(workshop: string): Promise<Webhook[]>
  /** Refused with `address-refused`, `too-many-webhooks`. */
  add(workshop: string, wanted: z.output<typeof addWebhook>): Promise<Webhook>
  /** With everything that waits for it. Refused with `not-found`. */
  remove(workshop: string, id: string): Promise<void>
  /** The last ones, the newest first. Refused with `not-found`. */
  deliveries(workshop: string, id: string): Promise<Delivery[]>
  /** Sends one that was given up, or taken, once more. Refused with `not-found`. */
  resend(workshop: string, id: string, delivery: string): Promise<void>
  /** Sends something to see whether it arrives. Refused with `not-found`. */
  test(workshop: string, id: string): Promise<Delivery>
}

const most = 5
const shown = 100

type WebhooksOptions = {
  prisma: PrismaClient
  outbox: Pick<Outbox, 'add' | 'wake'>
  secret: string
  privateAddresses: boolean
}

export function createWebhooks({ prisma, outbox, secret, privateAddresses }: WebhooksOptions): Webhooks {
  const known = async (workshopId: string, id: string) => {
    const found = await prisma.webhook.findUnique({ where: { id, workshopId } })
    if (!found) throw new Refusal('not-found', 'There is no such webhook.')
    return found
  }
  const told = ({ id, url, events, createdAt }: Row): Webhook => ({
    ...{ id, url, events: events as Webhook['events'] },
    secret: secretOf(secret, id),
    createdAt: createdAt.toISOString(),
  })
  return {
    async of(workshopId) {
      const rows = await prisma.webhook.findMany({ where: { workshopId }, orderBy: { createdAt: 'asc' } })
      return rows.map(told)
    },
    async add(workshopId, { url, events }) {
      const refusal = privateAddresses ? undefined : refusalOf(url)
      if (refusal) throw new Refusal('address-refused', `Nothing is sent to ${url}: ${refusal}.`)
      if ((await prisma.webhook.count({ where: { workshopId } })) >= most)
        throw new Refusal('too-many-webhooks', `The workshop has ${most} webhooks. Remove one first.`)
      return told(await prisma.webhook.create({ data: { id: randomUUID(), workshopId, url, events } }))
    },
    async remove(workshopId, id) {
      await known(workshopId, id)
      await prisma.webhook.deleteMany({ where: { id, workshopId } })
    },
    async deliveries(workshopId, id) {
      await known(workshopId, id)
      const rows = await prisma.delivery.findMany({
        where: { webhookId: id },
        orderBy: { createdAt: 'desc' },
        take: shown,
      })
      return rows.map(deliveryOf)
    },
    async resend(workshopId, webhookId, id) {
      await known(workshopId, webhookId)
      const { count } = await prisma.delivery.updateMany({
        where: { id, webhookId },
        data: { dueAt: new Date(), deliveredAt: null, attempts: 0 },
      })
      if (count === 0) throw new Refusal('not-found', 'There is no such delivery.')
      outbox.wake()
    },
    async test(workshopId, webhookId) {
      await known(workshopId, webhookId)
      const id = randomUUID()
      const body = {
        type: 'test',
        timestamp: new Date().toISOString(),
        data: { workshop: { id: workshopId } },
      }
      await outbox.add([{ id, kind: 'webhook', webhookId, about: 'test', body }])
      return deliveryOf(await prisma.delivery.findUniqueOrThrow({ where: { id } }))
    },
  }
}

/** Sends a delivery as Standard Webhooks say: signed with its id and the time, taken when the answer is 2xx. */
export function deliverWebhook(prisma: PrismaClient, send: Send, secret: string): Deliver {
  return async ({ id, webhookId, body }) => {
    const webhook = await prisma.webhook.findUniqueOrThrow({ where: { id: webhookId ?? '' } })
    const text = JSON.stringify(body)
    const now = new Date()
    const signature = new Signer(secretOf(secret, webhook.id)).sign(id, now, text)
    const { status } = await send({
      url: webhook.url,
      method: 'POST',
      body: text,
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': signature,
      },
    })
    if (status < 200 || status > 299) throw new Error(`answered ${status}`)
    return `answered ${status}`
  }
}

/** The same at any time, known only with the installation's secret: who reads the database cannot sign. */
const secretOf = (secret: string, id: string) =>
  `whsec_${createHmac('sha256', secret).update('webhook').update('\0').update(id).digest('base64')}`

const deliveryOf = ({ id, about, attempts, outcome, ...at }: DeliveryRow): Delivery => ({
  ...{ id, type: about, attempts, outcome },
  state: at.deliveredAt ? 'delivered' : at.dueAt ? 'waiting' : 'given-up',
  createdAt: at.createdAt.toISOString(),
  deliveredAt: at.deliveredAt?.toISOString() ?? null,
  nextAt: at.dueAt?.toISOString() ?? null,
  body: at.body as Delivery['body'],
})
