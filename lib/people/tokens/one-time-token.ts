import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { PrismaClient } from '@/lib/database/database'
import { Refusal } from '@/lib/refusal'

/**
 * What a token lets its bearer do. `first-administrator` works only while there is none: it is printed at every start
 * until then, and logs are read by many.
 */
export const purposes = ['first-administrator', 'administrator', 'password'] as const
export type Purpose = (typeof purposes)[number]

const claims = z.object({
  id: z.string(),
  purpose: z.enum(purposes),
  /** The person it is for, where it is for one. */
  subject: z.string().optional(),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
})
export type OneTimeClaims = z.infer<typeof claims>

export const oneDay = 24 * 60 * 60_000

/** Makes a token that works once, until it expires. Needs the installation's secret and nothing else. */
export function makeOneTimeToken(
  secret: string,
  {
    purpose,
    subject,
    expiresAt = Date.now() + oneDay,
  }: Omit<OneTimeClaims, 'id' | 'expiresAt'> & { expiresAt?: number },
): string {
  const id = randomBytes(12).toString('base64url')
  const body = Buffer.from(JSON.stringify({ id, purpose, subject, expiresAt })).toString('base64url')
  return `${body}.${signature(secret, body).toString('base64url')}`
}

/** What a token says, if this installation signed it and it has not expired. */
export function readOneTimeToken(secret: string, token: string): OneTimeClaims | undefined {
  const [body = '', signed = ''] = token.trim().split('.')
  const given = Buffer.from(signed, 'base64url')
  const wanted = signature(secret, body)
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined
  const said = claims.parse(JSON.parse(Buffer.from(body, 'base64url').toString()))
  return said.expiresAt > Date.now() ? said : undefined
}

/** Spends a token within a transaction; what it is for and this happen both or not at all. Refused with `token-unusable`. */
export async function spendOneTimeToken(
  prisma: Pick<PrismaClient, 'spentToken'>,
  { id, expiresAt }: OneTimeClaims,
): Promise<void> {
  const { count } = await prisma.spentToken.createMany({
    data: [{ id, expiresAt: new Date(expiresAt) }],
    skipDuplicates: true,
  })
  if (count === 0) throw unusable()
}

export const unusable = () =>
  new Refusal('token-unusable', 'This link has expired or was used already: ask for a new one.')

const signature = (secret: string, body: string) =>
  createHmac('sha256', secret).update('one-time token').update('\0').update(body).digest()
