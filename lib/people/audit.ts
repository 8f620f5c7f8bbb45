import type { Prisma } from '@/lib/database/client/client'
import type { PrismaClient } from '@/lib/database/database'
import type { AuditEntry } from '@/protocol'

export type Act = {
  /** Who did it; null: the operator, by a command. */
  actor: string | null
  action: AuditEntry['action']
  /** The person it was done to. */
  subject?: string
  details?: Prisma.InputJsonObject
}

/** Writes down what somebody did to others; also within a transaction. */
export async function noteAct(
  prisma: Pick<PrismaClient, 'auditEntry'>,
  { actor, action, subject, details = {} }: Act,
): Promise<void> {
  await prisma.auditEntry.create({ data: { actorId: actor, action, subject, details } })
}

/** How many entries are told at once. */
const page = 100

/** The last entries, those before a time if one is given; of one subject, if one is given. */
export async function actsIn(
  prisma: PrismaClient,
  { before, subject }: { before?: Date; subject?: string },
): Promise<AuditEntry[]> {
  const entries = await prisma.auditEntry.findMany({
    where: { ...(before && { at: { lt: before } }), ...(subject && { subject }) },
    orderBy: { at: 'desc' },
    take: page,
    include: { actor: { select: { login: true, name: true } } },
  })
  return entries.map(({ id, at, action, subject, details, actor }) => ({
    id,
    at: at.toISOString(),
    action: action as AuditEntry['action'],
    actor: actor?.login ?? actor?.name ?? null,
    subject,
    details: details as Record<string, unknown>,
  }))
}
