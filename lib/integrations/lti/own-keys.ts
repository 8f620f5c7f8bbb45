import { createHash } from 'node:crypto'
import {
  CompactEncrypt,
  type CryptoKey,
  calculateJwkThumbprint,
  compactDecrypt,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose'
import type { PrismaClient } from '@/lib/database/database'

/** What we sign for platforms with: made when it is needed first, the same on every server. */
export interface OwnKeys {
  /** As platforms fetch it. */
  publicKeys(): Promise<{ keys: JWK[] }>
  sign(says: JWTPayload, who: { issuer: string; audience: string; seconds: number }): Promise<string>
}

const name = 'lti-signing-key'

export function createOwnKeys(prisma: PrismaClient, secret: string): OwnKeys {
  const sealing = createHash('sha256').update('sealed secrets').update('\0').update(secret).digest()

  const make = async () => {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true })
    const text = new TextEncoder().encode(JSON.stringify(await exportJWK(privateKey)))
    const header = { alg: 'dir', enc: 'A256GCM' }
    const sealed = await new CompactEncrypt(text).setProtectedHeader(header).encrypt(sealing)
    // Of two servers that make one at once, one is first, and both use its.
    await prisma.sealedSecret.createMany({ data: [{ name, sealed }], skipDuplicates: true })
  }
  const load = async (): Promise<{ key: CryptoKey; shown: JWK }> => {
    const where = { name }
    if (!(await prisma.sealedSecret.findUnique({ where }))) await make()
    const { sealed } = await prisma.sealedSecret.findUniqueOrThrow({ where })
    const { plaintext } = await compactDecrypt(sealed, sealing)
    const { kty, n, e, ...rest }: JWK = JSON.parse(new TextDecoder().decode(plaintext))
    const shown = { kty, n, e, use: 'sig', alg: 'RS256' } as JWK
    const kid = await calculateJwkThumbprint(shown)
    return {
      key: (await importJWK({ kty, n, e, ...rest } as JWK, 'RS256')) as CryptoKey,
      shown: { ...shown, kid },
    }
  }
  let loaded: ReturnType<typeof load> | undefined
  const pair = () => {
    loaded ??= load()
    loaded.catch(() => {
      loaded = undefined
    })
    return loaded
  }
  return {
    publicKeys: async () => ({ keys: [(await pair()).shown] }),
    async sign(says, { issuer, audience, seconds }) {
      const { key, shown } = await pair()
      return new SignJWT(says)
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: shown.kid ?? '' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(`${seconds}s`)
        .setJti(crypto.randomUUID())
        .sign(key)
    },
  }
}
