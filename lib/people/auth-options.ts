import type { NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { runtime } from '@/lib/runtime'

/** Half a year: a guest has no other way back to what they did. */
const sessionSeconds = 180 * 24 * 60 * 60

const header = (headers: Record<string, unknown> | undefined, name: string) => {
  const value = headers?.[name]
  return typeof value === 'string' ? value : ''
}

/**
 * next-auth: "Start now" signs in as a guest with one POST. The environment (secret, public address) is set by
 * `server.ts` before Next is loaded.
 */
export const authOptions = (): NextAuthOptions => ({
  secret: process.env.NEXTAUTH_SECRET,
  session: { strategy: 'jwt', maxAge: sessionSeconds },
  useSecureCookies: process.env.NEXTAUTH_URL?.startsWith('https://') ?? false,
  pages: { signIn: '/', error: '/' },
  providers: [
    Credentials({
      id: 'guest',
      name: 'Guest',
      credentials: {},
      async authorize(_, { headers }) {
        // `server.ts` sets x-forwarded-for to the address that really connected.
        return runtime().guest(header(headers, 'cookie'), header(headers, 'x-forwarded-for'))
      },
    }),
  ],
  callbacks: {
    session: ({ session, token }) => ({ ...session, user: { ...session.user, id: token.sub } }),
  },
})
