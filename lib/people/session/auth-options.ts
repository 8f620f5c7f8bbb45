import type { NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { runtime } from '@/lib/runtime'
import type { SignedIn } from '../shown-person'

/** Half a year: a guest has no other way back to what they did. */
const sessionSeconds = 180 * 24 * 60 * 60

const header = (headers: Record<string, unknown> | undefined, name: string) => {
  const value = headers?.[name]
  return typeof value === 'string' ? value : ''
}

/** How long the longest name and password to sign in with may be; hashing more would be work for nothing. */
const longest = 200

/**
 * next-auth: "Start now" signs in as a guest with one POST, an account with its name and password. The environment (secret, public address) is set by
 * `server.ts` before Next is loaded.
 */
export const authOptions = (): NextAuthOptions => ({
  secret: process.env.NEXTAUTH_SECRET,
  session: { strategy: 'jwt', maxAge: sessionSeconds },
  useSecureCookies: process.env.NEXTAUTH_URL?.startsWith('https://') ?? false,
  pages: { signIn: '/sign-in', error: '/sign-in' },
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
    Credentials({
      id: 'join',
      name: 'Code of a workshop',
      credentials: { code: { type: 'text' }, name: { type: 'text' } },
      async authorize(given, { headers }) {
        const { code = '', name = '' } = given ?? {}
        const cookie = header(headers, 'cookie')
        const joining = runtime().joinAsGuest({ code, name }, cookie, header(headers, 'x-forwarded-for'))
        // The page is told no more than a text: by this one it knows to try again by itself.
        return joining.catch(error => {
          throw error.code === 'busy' ? new Error('busy') : error
        })
      },
    }),
    Credentials({
      id: 'seat',
      name: 'Personal code of a workshop',
      credentials: { code: { type: 'text' } },
      async authorize(given, { headers }) {
        const { code = '' } = given ?? {}
        if (code.length > longest) return null
        return runtime().comeBack(code, header(headers, 'x-forwarded-for'))
      },
    }),
    Credentials({
      id: 'password',
      name: 'Password',
      credentials: { login: { type: 'text' }, password: { type: 'password' } },
      async authorize(given, { headers }) {
        const { login = '', password = '' } = given ?? {}
        if (login.length > longest || password.length > longest) return null
        const address = header(headers, 'x-forwarded-for')
        return runtime().signIn(login, password, address, header(headers, 'cookie'))
      },
    }),
  ],
  callbacks: {
    // What `authorize` answered is there when somebody signs in, and only then.
    jwt: ({ token, user }) =>
      user ? { sub: user.id, sessions: (user as unknown as SignedIn).sessions } : token,
    session: ({ session, token }) => ({ ...session, user: { ...session.user, id: token.sub } }),
  },
})
