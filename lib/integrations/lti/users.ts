import type { PrismaClient } from '@/lib/database/database'
import { type SignedIn, withSessions } from '@/lib/people/shown-person'

/** The account of a platform's user, made at the first launch. Their name is the platform's, if it says one. */
export async function userOf(
  prisma: PrismaClient,
  { issuer, subject, name }: { issuer: string; subject: string; name: string | undefined },
): Promise<SignedIn> {
  const where = { issuer_subject: { issuer, subject } }
  const find = () => prisma.ltiUser.findUnique({ where, select: { person: { select: withSessions } } })
  const known = await find()
  if (known) return known.person
  try {
    return await prisma.person.create({
      data: { guest: false, name: name ?? null, platforms: { create: { issuer, subject } } },
      select: withSessions,
    })
  } catch (error) {
    // Two launches at once.
    const made = (error as { code?: string }).code === 'P2002' ? await find() : null
    if (!made) throw error
    return made.person
  }
}
