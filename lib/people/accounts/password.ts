import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** 32 MiB and a good tenth of a second: OWASP's recommendation for scrypt with r=8, p=3. */
const cost = { N: 2 ** 15, r: 8, p: 3 }
const bytes = 32

/** What a password is kept as: `scrypt$N$r$p$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/** Takes as long when nothing is kept, so that nobody learns who has an account by waiting. */
export async function isPassword(password: string, kept: string | null | undefined): Promise<boolean> {
  const [kind, N, r, p, salt, hash] = (kept ?? nobodys).split('$')
  if (kind !== 'scrypt' || !salt || !hash) return false
  const wanted = Buffer.from(hash, 'base64url')
  const derived = await derive(password, Buffer.from(salt, 'base64url'), {
    N: Number(N),
    r: Number(r),
    p: Number(p),
  })
  return derived.length === wanted.length && timingSafeEqual(derived, wanted) && kept != null
}

const nobodys = ['scrypt', cost.N, cost.r, cost.p, 'AAAA', Buffer.alloc(bytes).toString('base64url')].join(
  '$',
)

function derive(password: string, salt: Buffer, { N, r, p }: typeof cost): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r }
  return new Promise((resolve, reject) =>
    // The same characters typed on another keyboard may be other bytes.
    scrypt(password.normalize('NFKC'), salt, bytes, options, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  )
}
