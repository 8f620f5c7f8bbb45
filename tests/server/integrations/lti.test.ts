import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  exportJWK,
  generateKeyPair,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Anything, startTestServer, type TestLearner } from '../running/start'

const course = 'network-policies'
const lesson = '01-how-network-policies-work'
const claim = (name: string) => `https://purl.imsglobal.org/spec/lti/claim/${name}`
const role = (name: string) => `http://purl.imsglobal.org/vocab/lis/v2/${name}`
const scoreScope = 'https://purl.imsglobal.org/spec/lti-ags/scope/score'

/** A learning platform: its keys, a token endpoint that looks at assertions, line items that keep scores. */
async function startPlatform() {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] }
  const scores: Anything[] = []
  let toolKeys: ReturnType<typeof createRemoteJWKSet> | undefined
  let down = 0
  let given = 0
  const textOf = async (request: IncomingMessage) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks).toString()
  }
  const http = createServer(async (request, response) => {
    const say = (status: number, body: object = {}) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    const text = await textOf(request)
    if (request.url === '/keys') return say(200, keys)
    if (request.url === '/token') {
      const asked = new URLSearchParams(text)
      const who = { issuer: 'client-1', subject: 'client-1', audience: `${issuer}/token` }
      try {
        await jwtVerify(asked.get('client_assertion')!, toolKeys!, { ...who, algorithms: ['RS256'] })
      } catch {
        return say(400, { error: 'invalid_client' })
      }
      if (asked.get('grant_type') !== 'client_credentials' || asked.get('scope') !== scoreScope)
        return say(400)
      given++
      return say(200, { access_token: `token-${given}`, token_type: 'bearer', expires_in: 3600 })
    }
    if (request.url === '/items/7/scores?type_id=1') {
      if (down-- > 0) return say(503)
      const { authorization, 'content-type': type } = request.headers
      if (authorization !== `Bearer token-${given}` || type !== 'application/vnd.ims.lis.v1.score+json')
        return say(401)
      scores.push(JSON.parse(text))
      return say(200)
    }
    say(404)
  })
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const token = (says: JWTPayload, key = privateKey, header = { alg: 'RS256', kid: 'one' }) =>
    new SignJWT({ iss: issuer, aud: 'client-1', ...says })
      .setProtectedHeader(header)
      .setIssuedAt(says.iat)
      .setExpirationTime('5m')
      .sign(key)
  return {
    issuer,
    token,
    scores,
    trust(host: string) {
      toolKeys = createRemoteJWKSet(new URL(`http://${host}/lti/keys`))
    },
    failNext(times: number) {
      down = times
    },
    close() {
      http.closeAllConnections()
      http.close()
    },
  }
}

let server: Awaited<ReturnType<typeof startTestServer>>
let platform: Awaited<ReturnType<typeof startPlatform>>
let administrator: TestLearner
let registration: object
beforeAll(async () => {
  ;[server, platform] = await Promise.all([startTestServer(), startPlatform()])
  platform.trust(server.host)
  administrator = await server.learner('administrator')
  const { issuer } = platform
  registration = {
    ...{ name: 'Test platform', issuer, clientId: 'client-1', deployments: ['1'] },
    ...{ authorizationUrl: `${issuer}/auth`, tokenUrl: `${issuer}/token`, keysUrl: `${issuer}/keys` },
  }
})
afterAll(async () => {
  platform.close()
  await server.close()
})

const ask = (path: string, form?: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`http://${server.host}${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers,
    ...(form && { body: new URLSearchParams(form) }),
  })

/** The first half of a launch, as a browser that a platform sends. */
async function begin() {
  const { issuer } = platform
  const answer = await ask('/lti/login', {
    ...{ iss: issuer, login_hint: 'user-1', client_id: 'client-1', lti_message_hint: 'message-1' },
    target_link_uri: `http://${server.host}/lti/launch`,
  })
  const to = new URL(answer.headers.get('location') ?? 'about:blank')
  const cookie = answer.headers.get('set-cookie') ?? ''
  return { answer, to, state: to.searchParams.get('state')!, nonce: to.searchParams.get('nonce')!, cookie }
}

type Says = Record<string, unknown>
const says = (nonce: string, more: Says = {}): Says => ({
  ...{ sub: 'user-1', nonce, name: 'Ada Lovelace' },
  [claim('version')]: '1.3.0',
  [claim('deployment_id')]: '1',
  [claim('message_type')]: 'LtiResourceLinkRequest',
  [claim('roles')]: [role('membership#Learner')],
  [claim('context')]: { id: 'class-1', title: 'Networks 101' },
  [claim('resource_link')]: { id: 'link-1' },
  ...more,
})

async function launch(more: Says = {}, headers: Record<string, string> = {}) {
  const { state, nonce, cookie } = await begin()
  const id_token = await platform.token(says(nonce, more))
  return ask('/lti/launch', { state, id_token }, { cookie: cookie.split(';')[0]!, ...headers })
}

/** Who came in by an answer. */
function signedIn(answer: Response) {
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0]!
  return {
    path: answer.headers.get('location'),
    api: async (method: string, path: string, body?: unknown): Promise<Anything> => {
      const response = await fetch(`http://${server.host}/api/v1${path}`, {
        method,
        headers: { cookie, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      return response.status === 204 ? undefined : response.json()
    },
  }
}

const field = (html: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
const until = async <T>(seen: () => T | undefined | false): Promise<T> => {
  for (;;) {
    const found = seen()
    if (found) return found
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

/** A teacher chooses something, in the platform's frame. */
async function choose(wanted: string) {
  const answer = await launch({
    sub: 'teacher-1',
    name: 'Grace Hopper',
    [claim('roles')]: [role('membership#Instructor')],
    [claim('message_type')]: 'LtiDeepLinkingRequest',
    'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings': {
      deep_link_return_url: `${platform.issuer}/return`,
      accept_types: ['ltiResourceLink'],
      accept_presentation_document_targets: ['window'],
      data: 'opaque',
    },
  })
  expect(answer.headers.get('content-security-policy')).toContain(`frame-ancestors ${platform.issuer}`)
  const html = await answer.text()
  const choice = [...html.matchAll(/option value="([^"]*)"/g)].map(([, value]) => value!)
  expect(choice).toContain(wanted)
  const chosen = await (
    await ask('/lti/choice', { ticket: field(html, 'ticket'), choice: wanted, seats: '5' })
  ).text()
  expect(chosen).toContain(`action="${platform.issuer}/return"`)
  const keys = createLocalJWKSet(await (await ask('/lti/keys')).json())
  const { payload } = await jwtVerify(field(chosen, 'JWT'), keys, {
    ...{ issuer: 'client-1', audience: platform.issuer },
  })
  const items = payload['https://purl.imsglobal.org/spec/lti-dl/claim/content_items'] as Anything[]
  return { payload, item: items[0] }
}

describe('LTI 1.3', () => {
  it('is off until an administrator adds a platform', async () => {
    expect((await ask('/lti/keys')).status).toBe(404)
    expect((await administrator.api('POST', '/platforms', registration)).status).toBe(200)
    expect((await administrator.api('POST', '/platforms', registration)).body.code).toBe('platform-known')
    expect((await administrator.api('GET', '/platforms')).body).toMatchObject([registration])
    const { keys } = await (await ask('/lti/keys')).json()
    expect(keys).toMatchObject([{ kty: 'RSA', alg: 'RS256', use: 'sig' }])
    expect(Object.keys(keys[0])).not.toContain('d')
  })

  it('asks the platform who is there, with a state that is this browser’s', async () => {
    const { to, cookie } = await begin()
    expect(to.origin + to.pathname).toBe(`${platform.issuer}/auth`)
    expect(Object.fromEntries(to.searchParams)).toMatchObject({
      ...{ scope: 'openid', response_type: 'id_token', response_mode: 'form_post', prompt: 'none' },
      ...{ client_id: 'client-1', login_hint: 'user-1', lti_message_hint: 'message-1' },
      redirect_uri: `http://${server.host}/lti/launch`,
    })
    expect(cookie).toMatch(/HttpOnly; Secure; SameSite=None; Partitioned/)
    expect((await ask('/lti/login', { iss: 'https://elsewhere.example', login_hint: 'x' })).status).toBe(400)
  })

  it('lets a user in as one and the same account, at what the link leads to', async () => {
    const first = signedIn(await launch({ [claim('custom')]: { course, lesson } }))
    expect(first.path).toBe(`/courses/${course}/${lesson}`)
    const me = await first.api('GET', '/me')
    expect(me).toMatchObject({ name: 'Ada Lovelace', guest: false, role: 'learner', login: null })
    expect((await signedIn(await launch()).api('GET', '/me')).id).toBe(me.id)
    expect((await signedIn(await launch({ sub: 'user-2' })).api('GET', '/me')).id).not.toBe(me.id)
    expect((await launch({ [claim('custom')]: { course, lesson: '99-gone' } })).status).toBe(400)
  })

  it('opens a window of its own from a frame, once', async () => {
    const answer = await launch({}, { 'sec-fetch-dest': 'iframe' })
    expect(answer.status).toBe(200)
    const html = await answer.text()
    expect(html).toContain('target="_blank"')
    expect(answer.headers.get('set-cookie')).toBeNull()
    const ticket = field(html, 'ticket')
    const opened = signedIn(await ask('/lti/session', { ticket }))
    expect(await opened.api('GET', '/me')).toMatchObject({ name: 'Ada Lovelace' })
    expect((await ask('/lti/session', { ticket })).status).toBe(400)
  })

  it('believes no token that is forged, old, of another client, deployment or request, or comes twice', async () => {
    const forged = await generateKeyPair('RS256')
    const cases: Record<string, (nonce: string) => Promise<string>> = {
      'another key': nonce => platform.token(says(nonce), forged.privateKey),
      'no signature': async nonce => {
        const [, body] = (await platform.token(says(nonce))).split('.')
        return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`
      },
      'a signature by our public key': async nonce => {
        const [key] = (await (await ask('/lti/keys')).json()).keys
        return new SignJWT({ iss: platform.issuer, aud: 'client-1', ...says(nonce) })
          .setProtectedHeader({ alg: 'HS256', kid: 'one' })
          .setIssuedAt()
          .setExpirationTime('5m')
          .sign(new TextEncoder().encode(key.n))
      },
      'another nonce': () => platform.token(says('other')),
      'another client': nonce => platform.token({ ...says(nonce), aud: 'client-2' }),
      'another issuer': nonce => platform.token({ ...says(nonce), iss: 'https://elsewhere.example' }),
      'another deployment': nonce => platform.token(says(nonce, { [claim('deployment_id')]: '2' })),
      'an hour old': nonce => platform.token({ ...says(nonce), iat: Math.floor(Date.now() / 1000) - 3_600 }),
      'another version': nonce => platform.token(says(nonce, { [claim('version')]: '1.2' })),
      'nobody in it': nonce => platform.token(says(nonce, { sub: undefined })),
    }
    for (const [name, made] of Object.entries(cases)) {
      const { state, nonce, cookie } = await begin()
      const id_token = await made(nonce)
      const answer = await ask('/lti/launch', { state, id_token }, { cookie: cookie.split(';')[0]! })
      expect([name, answer.status, answer.headers.get('set-cookie')]).toEqual([name, 400, null])
    }
    const { state, nonce, cookie } = await begin()
    const id_token = await platform.token(says(nonce))
    const own = { cookie: cookie.split(';')[0]! }
    const elsewhere = { cookie: (await begin()).cookie.split(';')[0]! }
    for (const headers of [{}, elsewhere])
      expect((await ask('/lti/launch', { state, id_token }, headers)).status).toBe(400)
    expect((await ask('/lti/launch', { state, id_token }, own)).status).toBe(303)
    expect((await ask('/lti/launch', { state, id_token }, own)).status).toBe(400)
  })

  it('lets a teacher choose a lesson, which comes back as a link with a column for grades', async () => {
    const { payload, item } = await choose(`lesson ${course} ${lesson}`)
    expect(payload).toMatchObject({
      [claim('message_type')]: 'LtiDeepLinkingResponse',
      [claim('version')]: '1.3.0',
      [claim('deployment_id')]: '1',
      'https://purl.imsglobal.org/spec/lti-dl/claim/data': 'opaque',
    })
    expect(item).toMatchObject({
      type: 'ltiResourceLink',
      url: `http://${server.host}/lti/launch`,
      custom: { course, lesson },
      lineItem: { scoreMaximum: 100 },
    })
  })

  it('binds a workshop to a class: its teachers give it, its learners get seats; to no other class', async () => {
    const { item } = await choose(`new ${course}`)
    const to = { [claim('custom')]: item.custom }
    const teacher = { sub: 'teacher-2', [claim('roles')]: [role('membership#Instructor')] }
    const gives = signedIn(await launch({ ...to, ...teacher }))
    expect(gives.path).toBe(`/workshops/${item.custom.workshop}`)
    const at = `/workshops/${item.custom.workshop}`
    expect(await gives.api('GET', at)).toMatchObject({ title: 'Networks 101', capacity: 5 })
    const learns = signedIn(await launch({ ...to, sub: 'user-3', name: 'Alan Turing' }))
    expect(learns.path).toBe(`${at}/lessons`)
    expect(await learns.api('GET', `${at}/seat`)).toMatchObject({ name: 'Alan Turing', number: 1 })
    // Who teaches in the institution, or assists here, is no teacher of this class.
    const roles = [role('institution/person#Instructor'), role('membership/Instructor#TeachingAssistant')]
    const assists = signedIn(await launch({ ...to, sub: 'user-4', [claim('roles')]: roles }))
    expect(await assists.api('GET', `${at}/class`)).toMatchObject({ code: 'not-allowed' })
    const elsewhere = { ...to, ...teacher, sub: 'teacher-3', [claim('context')]: { id: 'class-2' } }
    expect((await launch(elsewhere)).status).toBe(400)
  })

  it('sends grades back as they grow, again when the platform is down', async () => {
    const endpoint = { scope: [scoreScope], lineitem: `${platform.issuer}/items/7?type_id=1` }
    const graded = { 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': endpoint }
    const learner = signedIn(
      await launch({ sub: 'user-5', [claim('custom')]: { course, lesson }, ...graded }),
    )
    expect(platform.scores).toEqual([])
    const { sandbox } = await learner.api('POST', '/sandboxes', { course })
    const task = 'selecting'
    await learner.api('POST', `/sandboxes/${sandbox}/lesson`, { lesson, task })
    platform.failNext(1)
    const check = (answer: string) =>
      learner.api('POST', `/sandboxes/${sandbox}/checks`, { lesson, task, answers: { [task]: answer } })
    expect((await check('by-name')).outcome).toBe('failed')
    expect((await check('by-label')).outcome).toBe('passed')
    const { delivery } = server.database.prisma
    const outcome = await (async () => {
      for (;;) {
        const found = await delivery.findFirst({ where: { kind: 'grade', outcome: { not: null } } })
        if (found) return found.outcome
        await new Promise(resolve => setTimeout(resolve, 20))
      }
    })()
    expect(outcome).toBe('answered 503')
    await delivery.updateMany({ where: { kind: 'grade' }, data: { dueAt: new Date() } })
    server.application.outbox.wake()
    const score = await until(() => platform.scores[0])
    const { tasks } = (await learner.api('GET', `/courses/${course}`)).lessons.find(
      (one: Anything) => one.slug === lesson,
    )
    expect(score).toMatchObject({
      ...{ userId: 'user-5', scoreGiven: 1, scoreMaximum: tasks.length, gradingProgress: 'FullyGraded' },
      activityProgress: tasks.length === 1 ? 'Completed' : 'InProgress',
    })
    // By another link to the course, what is passed already counts.
    const lineitem = { ...endpoint }
    await launch({
      sub: 'user-5',
      [claim('custom')]: { course },
      'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': lineitem,
    })
    const partial = await until(() => platform.scores[1])
    expect(partial).toMatchObject({ scoreGiven: 1, activityProgress: 'InProgress' })
    expect(partial.scoreMaximum).toBeGreaterThan(tasks.length)
  })

  it('is over for a platform that is removed', async () => {
    const [{ id }] = (await administrator.api('GET', '/platforms')).body
    expect((await administrator.api('DELETE', `/platforms/${id}`)).status).toBe(204)
    expect((await begin()).answer.status).toBe(404)
  })
})
