import { randomUUID } from 'node:crypto'
import { encode } from 'next-auth/jwt'
import type { PrismaClient } from '@/lib/database/database'
import type { Log } from '@/lib/operations/log'
import { createRateLimit } from '@/lib/operations/rate-limit'
import { parseCookies } from '@/lib/people/session/cookies'
import type { SignedIn } from '@/lib/people/shown-person'
import { Refusal } from '@/lib/refusal'
import { deepLinkingResponse, type Launch } from './claims'
import type { Grades } from './grades'
import type { OwnKeys } from './own-keys'
import { form, page, paragraph, say, seatsField, select } from './pages'
import type { Platforms } from './platforms'
import type { Targets } from './targets'
import type { Tickets } from './tickets'
import { userOf } from './users'

type LtiOptions = {
  prisma: PrismaClient
  platforms: Platforms
  tickets: Tickets
  keys: OwnKeys
  targets: Targets
  grades: Grades
  secret: string
  publicUrl: string | undefined
  log: Log
}

/** Seconds between a click and its launch; and that a page of ours may stand there before it is used. */
const toLaunch = 600
const toChoose = 3_600
/** Seconds of a session that began on a platform: the computer may be anybody's. */
const sessionSeconds = 12 * 60 * 60
/** A class comes at once, from behind one address. */
const launches = { burst: 600, perMinute: 300 }
const mostBytes = 200_000

/** A launch cannot go on; `message` is shown. */
class Stop extends Error {}

/** Answers what platforms and browsers on their behalf ask below `/lti/` (LTI 1.3, Deep Linking 2.0). Never rejects. */
export function createLti(options: LtiOptions) {
  const { prisma, platforms, tickets, keys, targets, grades, secret, publicUrl, log } = options
  const limit = createRateLimit(launches)
  const homeOf = (request: Request) => publicUrl ?? `http://${request.headers.get('host')}`
  const secure = publicUrl?.startsWith('https:') ?? false
  const stateCookie = (id: string) => `netpol-lab-lti-${id}`

  /** A platform asks who is there: it is sent back to say so itself. */
  const login = async (request: Request, given: URLSearchParams): Promise<Response> => {
    const platform = await platforms.find(given.get('iss') ?? '', given.get('client_id') ?? undefined)
    const hint = given.get('login_hint')
    if (!platform || !hint) throw new Stop(say('refused.unknown'))
    const id = randomUUID()
    const state = await tickets.make('launch', { platform: platform.id }, toLaunch, id)
    const to = new URL(platform.authorizationUrl)
    const message = given.get('lti_message_hint')
    const asked = {
      ...{ scope: 'openid', response_type: 'id_token', response_mode: 'form_post', prompt: 'none' },
      ...{ client_id: platform.clientId, redirect_uri: `${homeOf(request)}/lti/launch`, login_hint: hint },
      ...{ state, nonce: id, ...(message !== null && { lti_message_hint: message }) },
    }
    for (const [name, value] of Object.entries(asked)) to.searchParams.set(name, value)
    // The answer comes as a form from the platform's site, perhaps in its frame: no other kind of cookie gets there.
    const cookie = `${stateCookie(id)}=1; Path=/lti; Max-Age=${toLaunch}; HttpOnly; Secure; SameSite=None; Partitioned`
    return new Response(null, { status: 302, headers: { location: to.href, 'set-cookie': cookie } })
  }

  const launch = async (request: Request, given: URLSearchParams): Promise<Response> => {
    const state = given.get('state') ?? ''
    const read = await tickets.read('launch', state)
    const cookies = parseCookies(request.headers.get('cookie') ?? '')
    // The browser that began: nobody can make another's browser end their own launch.
    if (!read?.jti || !(stateCookie(read.jti) in cookies)) throw new Stop(say('refused.expired'))
    const spent = await tickets.spend('launch', state)
    const platform = spent && (await platforms.byId(String(spent.platform)))
    if (!platform) throw new Stop(say('refused.expired'))
    const said = await platforms.verify(platform, given.get('id_token') ?? '', read.jti).catch(error => {
      log.warn('lti.refused', { platform: platform.id, error })
      throw new Stop(say('refused.token', { why: (error as Error).message.slice(0, 200) }))
    })
    const { issuer, id } = platform
    const person = await userOf(prisma, { issuer, subject: said.subject, name: said.name })
    if (said.message === 'LtiDeepLinkingRequest') return choose(platform, said, person)
    const target = await targets.enter(person, said, id)
    if (!target) throw new Stop(say('refused.gone'))
    if (said.lineItem && !said.teaches) {
      const { course, lessons } = target
      const at = { platformId: id, personId: person.id, subject: said.subject, lineItem: said.lineItem }
      await grades.cameBy({ ...at, course, lessons: [...lessons] })
    }
    // In a frame there is neither room for terminals nor a cookie that stays.
    if (request.headers.get('sec-fetch-dest') !== 'iframe') return enter(person, target.path)
    const ticket = await tickets.make('session', { sub: person.id, path: target.path }, toChoose)
    return page(
      say('outside'),
      paragraph(say('outside.why')) +
        form({ action: '/lti/session', fields: { ticket }, button: say('outside.open'), outside: true }),
      { frames: new URL(platform.authorizationUrl).origin },
    )
  }

  /** Signs in and goes there. */
  const enter = async ({ id, sessions }: Pick<SignedIn, 'id' | 'sessions'>, path: string) => {
    const token = await encode({ token: { sub: id, sessions }, secret, maxAge: sessionSeconds })
    const name = `${secure ? '__Secure-' : ''}next-auth.session-token`
    const cookie = `${name}=${token}; Path=/; Max-Age=${sessionSeconds}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
    return new Response(null, { status: 303, headers: { location: path, 'set-cookie': cookie } })
  }

  const session = async (_: Request, given: URLSearchParams): Promise<Response> => {
    const says = await tickets.spend('session', given.get('ticket') ?? '')
    const person = says && (await prisma.person.findUnique({ where: { id: String(says.sub) } }))
    if (!person) throw new Stop(say('refused.expired'))
    return enter(person, String(says.path))
  }

  type Platform = NonNullable<Awaited<ReturnType<Platforms['byId']>>>
  const choose = async (platform: Platform, said: Launch, person: SignedIn): Promise<Response> => {
    const { choosing, context, deployment } = said
    if (!said.teaches || !choosing?.accept_types.includes('ltiResourceLink'))
      throw new Stop(say('refused.token', { why: 'it asks for no link, or not for a teacher' }))
    const ticket = await tickets.make(
      'choice',
      {
        ...{ sub: person.id, platform: platform.id, deployment, to: choosing.deep_link_return_url },
        ...{ context: context?.id ?? '', title: context?.title, data: choosing.data },
      },
      toChoose,
    )
    const inside =
      select('choice', say('choose.content'), await targets.choices(person)) + seatsField(say('choose.seats'))
    return page(
      say('choose'),
      form({ action: '/lti/choice', fields: { ticket }, button: say('choose.done'), inside }),
      { frames: new URL(platform.authorizationUrl).origin },
    )
  }

  const chosen = async (request: Request, given: URLSearchParams): Promise<Response> => {
    const says = await tickets.spend('choice', given.get('ticket') ?? '')
    const [platform, person] = await Promise.all([
      platforms.byId(String(says?.platform)),
      prisma.person.findUnique({ where: { id: String(says?.sub) } }),
    ])
    if (!says || !platform || !person) throw new Stop(say('refused.expired'))
    const at = {
      ...{ platform: platform.id, deployment: String(says.deployment), context: String(says.context) },
      title: typeof says.title === 'string' ? says.title : undefined,
    }
    const capacity = Math.min(500, Math.max(1, Math.trunc(Number(given.get('seats'))) || 30))
    const choice = await targets.chosen(person, given.get('choice') ?? '', capacity, at)
    if (!choice) throw new Stop(say('refused.gone'))
    const { title, custom, resourceId } = choice
    const item = {
      ...{ type: 'ltiResourceLink', title, url: `${homeOf(request)}/lti/launch`, custom },
      lineItem: { scoreMaximum: 100, label: title, resourceId },
      window: { targetName: '_blank' },
    }
    const data = typeof says.data === 'string' ? { data: says.data } : {}
    const jwt = await keys.sign(
      { ...deepLinkingResponse({ deployment: at.deployment, ...data }, [item]), nonce: randomUUID() },
      { issuer: platform.clientId, audience: platform.issuer, seconds: toLaunch },
    )
    const to = String(says.to)
    return page(
      say('chosen'),
      form({ action: to, fields: { JWT: jwt }, button: say('chosen.go'), goes: true }),
      { frames: new URL(platform.authorizationUrl).origin, forms: [new URL(to).origin] },
    )
  }

  const ownKeys = async () =>
    new Response(JSON.stringify(await keys.publicKeys()), {
      headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' },
    })

  const handlers: Readonly<Record<string, (request: Request, given: URLSearchParams) => Promise<Response>>> =
    {
      'GET /lti/login': login,
      'POST /lti/login': login,
      'POST /lti/launch': launch,
      'POST /lti/session': session,
      'POST /lti/choice': chosen,
      'GET /lti/keys': ownKeys,
    }

  const answer = async (request: Request): Promise<Response> => {
    const url = new URL(request.url)
    const handler = handlers[`${request.method} ${url.pathname}`]
    // Off until an administrator adds a platform.
    if (!handler || (await prisma.ltiPlatform.count()) === 0) return new Response(null, { status: 404 })
    if (!limit.take(request.headers.get('x-forwarded-for') ?? '')) throw new Stop(say('refused.often'))
    return handler(request, request.method === 'GET' ? url.searchParams : await formOf(request))
  }

  return async (request: Request): Promise<Response> => {
    try {
      return await answer(request)
    } catch (error) {
      const told = error instanceof Stop || error instanceof Refusal
      if (!told) log.error('lti.failed', { path: new URL(request.url).pathname, error })
      const text = told ? (error as Error).message : say('refused.expired')
      return page(say('refused'), paragraph(text), { frames: '*', status: told ? 400 : 500 })
    }
  }
}

async function formOf(request: Request): Promise<URLSearchParams> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > mostBytes) throw new Stop(say('refused.gone'))
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString())
}
