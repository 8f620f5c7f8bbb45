import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { makeOneTimeToken } from '@/lib/people/tokens/one-time-token'
import { type Anything, learnerAt, secret, startTestServer, type TestLearner } from '../running/start'

const course = 'network-policies'
const lesson = '05-default-deny-ingress'
const password = 'a long password'

let server: Awaited<ReturnType<typeof startTestServer>>
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
afterEach(() => void vi.restoreAllMocks())

let accounts = 0
/** A guest who made an account of themselves. */
async function account(): Promise<TestLearner & { login: string }> {
  const guest = await server.learner()
  const login = `ada-${++accounts}`
  expect((await guest.api('POST', '/me/account', { login, password })).status).toBe(200)
  return Object.assign(guest, { login })
}
const signIn = (login: string, secretWord = password, address = '192.0.2.1') =>
  server.application.runtime.signIn(login, secretWord, address)

describe('a guest who makes an account', () => {
  it('stays who they are, with everything done, and can sign in elsewhere', async () => {
    const ada = await server.learner()
    const { body: made } = await ada.api('POST', '/sandboxes', { course })
    await ada.api('POST', `/sandboxes/${made.sandbox}/lesson`, { lesson })
    const { body } = await ada.api('POST', '/me/account', { login: ' Ada@Example.org ', password })
    expect(body).toEqual({
      id: ada.id,
      name: 'ada@example.org',
      guest: false,
      role: 'learner',
      login: 'ada@example.org',
    })
    const found = await signIn('ADA@example.org')
    expect(found?.id).toBe(ada.id)
    const elsewhere = await learnerAt(server.host, found!.id, found!.sessions)
    expect((await elsewhere.api('POST', '/sandboxes', { course })).body.sandbox).toBe(made.sandbox)
    const { lessons } = (await elsewhere.api('GET', `/courses/${course}`)).body
    expect(lessons.find(({ slug }: Anything) => slug === lesson).opened).toBe(true)
  })

  it('cannot take a name that somebody has, nor a second account', async () => {
    const { login, api } = await account()
    const other = await server.learner()
    const taken = await other.api('POST', '/me/account', { login: login.toUpperCase(), password })
    expect([taken.status, taken.body.code]).toEqual([409, 'login-taken'])
    const again = await api('POST', '/me/account', { login: 'another', password })
    expect([again.status, again.body.code]).toEqual([409, 'account-already'])
  })

  it.each([
    ['a short password', { login: 'short', password: 'short' }],
    ['a password with a NUL', { login: 'nul', password: 'long enough\0' }],
    ['no name', { login: '', password }],
    ['a name with spaces', { login: 'a b', password }],
    ['a role of their own choice', { login: 'boss', password, role: 'administrator' }],
  ])('is told what is wrong with %s', async (_, body) => {
    const guest = await server.learner()
    expect((await guest.api('POST', '/me/account', body)).body.code).toBe('bad-request')
  })

  it('has no password in the database that could be read', async () => {
    const { id } = await account()
    const row = await server.database.prisma.person.findUniqueOrThrow({ where: { id } })
    expect(row.password).toMatch(/^scrypt\$/)
    expect(JSON.stringify(row)).not.toContain(password)
  })
})

describe('a guest who signs in to an account', () => {
  const pass = async (learner: TestLearner, task: string, answer: string) => {
    const at = { lesson: '01-how-network-policies-work', task }
    const { sandbox } = (await learner.api('POST', '/sandboxes', { course })).body
    await learner.api('POST', `/sandboxes/${sandbox}/lesson`, at)
    const answers = { [task]: answer }
    const { body } = await learner.api('POST', `/sandboxes/${sandbox}/checks`, { ...at, answers })
    expect(body.outcome).toBe('passed')
    return sandbox
  }
  const signInFrom = (guest: TestLearner, login: string) =>
    server.application.runtime.signIn(login, password, '192.0.2.1', guest.cookie)

  it('keeps what both did, with the cluster and the seat, once', async () => {
    const ada = await account()
    const elsewhere = await server.learner()
    const sandbox = await pass(elsewhere, 'selecting', 'by-label')
    await elsewhere.api('POST', '/hints', { course, lesson, task: 'deny', hint: 1 })
    const teacher = await server.learner('instructor')
    const { body: made } = await teacher.api('POST', '/workshops', { title: 'x', course, capacity: 2 })
    const { body: seat } = await elsewhere.api('POST', '/seats', { code: made.code, name: 'Ada' })
    expect((await signInFrom(elsewhere, ada.login))?.id).toBe(ada.id)
    expect((await ada.api('POST', '/sandboxes', { course })).body.sandbox).toBe(sandbox)
    expect((await ada.api('GET', `/workshops/${made.id}/seat`)).body).toEqual({ ...seat, personalCode: null })
    const { lessons } = (await ada.api('GET', `/courses/${course}`)).body
    const tasks = lessons.flatMap((one: Anything) => one.tasks)
    expect(tasks.filter(({ state }: Anything) => state === 'passed')).toHaveLength(1)
    expect((await elsewhere.api('GET', '/me')).status).toBe(401)
    expect((await signInFrom(elsewhere, ada.login))?.id).toBe(ada.id)
    expect(await server.database.prisma.attempt.count({ where: { personId: ada.id } })).toBe(1)
  })

  it('keeps the account’s cluster where both have one, and what was passed in either', async () => {
    const ada = await account()
    const own = (await ada.api('POST', '/sandboxes', { course })).body.sandbox
    const guest = await server.learner()
    const other = await pass(guest, 'selecting', 'by-label')
    expect((await signInFrom(guest, ada.login))?.id).toBe(ada.id)
    expect((await ada.api('POST', '/sandboxes', { course })).body.sandbox).toBe(own)
    expect(await server.database.prisma.sandbox.count({ where: { id: other } })).toBe(0)
    const passed = { personId: ada.id, task: 'selecting', passedAt: { not: null } }
    expect(await server.database.prisma.taskProgress.count({ where: passed })).toBe(1)
  })

  it('keeps the certificate of a workshop beside that of the course, and of two for one thing that of the account', async () => {
    const { certificate } = server.database.prisma
    const [ada, guest] = [await account(), await server.learner()]
    const made = (personId: string, workshop: string) =>
      certificate.create({ data: { id: randomUUID(), personId, course, workshop, name: 'Ada' } })
    const own = await made(ada.id, '')
    const [, taken] = [await made(guest.id, ''), await made(guest.id, 'a-workshop')]
    expect((await signInFrom(guest, ada.login))?.id).toBe(ada.id)
    const kept = await certificate.findMany({ where: { personId: ada.id }, select: { id: true } })
    expect(kept.map(({ id }) => id).sort()).toEqual([own.id, taken.id].sort())
  })

  it('takes nothing of somebody else with an account, nor with a wrong password', async () => {
    const [ada, eve, guest] = [await account(), await account(), await server.learner()]
    expect((await signInFrom(eve, ada.login))?.id).toBe(ada.id)
    expect((await eve.api('GET', '/me')).body.login).toBe(eve.login)
    const { signIn: signInAs } = server.application.runtime
    expect(await signInAs(ada.login, 'not this one', '192.0.2.1', guest.cookie)).toBeNull()
    expect((await guest.api('GET', '/me')).status).toBe(200)
  })
})

describe('signing in', () => {
  it('needs the right password of somebody who exists', async () => {
    const { login } = await account()
    expect(await signIn(login, 'another password')).toBeNull()
    expect(await signIn('nobody')).toBeNull()
    expect(await signIn('')).toBeNull()
  })

  it('is refused after many tries, for that account only', async () => {
    const [ada, eve] = [await account(), await account()]
    // However slow the machine is, no minute passes.
    vi.spyOn(Date, 'now').mockReturnValue(Date.now())
    await Promise.all(Array.from({ length: 10 }, () => signIn(ada.login, 'a guess, wrong')))
    await expect(signIn(ada.login)).rejects.toMatchObject({ code: 'too-many-tries' })
    expect((await signIn(eve.login))?.id).toBe(eve.id)
  })

  it('is over everywhere once the password was changed, or when the person says so', async () => {
    const ada = await account()
    const wrong = await ada.api('PUT', '/me/password', {
      current: 'not this one',
      password: 'my new password',
    })
    expect([wrong.status, wrong.body.code]).toEqual([403, 'wrong-password'])
    expect(
      (await ada.api('PUT', '/me/password', { current: password, password: 'my new password' })).status,
    ).toBe(204)
    expect((await ada.api('GET', '/me')).status).toBe(401)
    expect(await signIn(ada.login)).toBeNull()
    const found = await signIn(ada.login, 'my new password')
    const again = await learnerAt(server.host, ada.id, found!.sessions)
    expect((await again.api('DELETE', '/me/sessions')).status).toBe(204)
    expect((await again.api('GET', '/me')).status).toBe(401)
  })
})

describe('the first administrator', () => {
  it('is who has the token of the start, once; later there is none, until the operator makes one', async () => {
    const fresh = await startTestServer()
    try {
      const token = await fresh.application.administration.firstToken()
      const unused = await fresh.application.administration.firstToken()
      const guest = await fresh.learner()
      const asGuest = await guest.api('POST', '/me/administrator', { token })
      expect([asGuest.status, asGuest.body.code]).toEqual([403, 'account-needed'])
      await guest.api('POST', '/me/account', { login: 'root', password })
      expect((await guest.api('POST', '/me/administrator', { token })).body.role).toBe('administrator')
      expect(await fresh.application.administration.firstToken()).toBeNull()

      const eve = await fresh.learner()
      await eve.api('POST', '/me/account', { login: 'eve', password })
      const claim = (by: string | null) => eve.api('POST', '/me/administrator', { token: by })
      for (const bad of [
        token,
        unused,
        'made.up',
        makeOneTimeToken('another secret', { purpose: 'administrator' }),
      ])
        expect((await claim(bad)).body.code).toBe('token-unusable')
      expect((await claim(makeOneTimeToken(secret, { purpose: 'password' }))).status).toBe(410)
      expect((await eve.api('GET', '/me')).body.role).toBe('learner')
      const made = makeOneTimeToken(secret, { purpose: 'administrator' })
      expect((await claim(made)).body.role).toBe('administrator')
      expect((await claim(made)).status).toBe(410)
    } finally {
      await fresh.close()
    }
  })
})

describe('an administrator', () => {
  it('finds accounts, not guests, and makes instructors; both stand in the audit log', async () => {
    const [root, ada] = [await server.learner('administrator'), await account()]
    const { body: found } = await root.api('GET', `/people?search=${ada.login}`)
    expect(found.map(({ id }: Anything) => id)).toEqual([ada.id])
    expect(JSON.stringify(found)).not.toContain('scrypt')
    expect((await root.api('PUT', `/people/${ada.id}/role`, { role: 'instructor' })).body.role).toBe(
      'instructor',
    )
    expect((await ada.api('GET', '/me')).body.role).toBe('instructor')
    const guest = await server.learner()
    expect((await root.api('PUT', `/people/${guest.id}/role`, { role: 'instructor' })).status).toBe(404)
    const { body: acts } = await root.api('GET', '/audit')
    expect(acts[0]).toMatchObject({
      action: 'role.given',
      subject: ada.id,
      details: { before: 'learner', after: 'instructor' },
    })
    expect((await root.api('GET', `/audit?before=${acts.at(-1).at}`)).body).toEqual([])
  })

  it('is never the last one to go', async () => {
    const fresh = await startTestServer()
    try {
      const root = await fresh.learner('administrator')
      const demoted = await root.api('PUT', `/people/${root.id}/role`, { role: 'learner' })
      expect([demoted.status, demoted.body.code]).toEqual([409, 'last-administrator'])
      expect((await root.api('DELETE', '/me', {})).body.code).toBe('last-administrator')
      await fresh.learner('administrator')
      expect((await root.api('PUT', `/people/${root.id}/role`, { role: 'learner' })).status).toBe(200)
    } finally {
      await fresh.close()
    }
  })

  it('helps who forgot a password, by a link that works once', async () => {
    const [root, ada, stranger] = [
      await server.learner('administrator'),
      await account(),
      await server.learner(),
    ]
    const { token } = (await root.api('POST', `/people/${ada.id}/password-link`)).body
    const set = (word: string) =>
      stranger.api('POST', '/passwords', { token, password: word }, { cookie: '' })
    expect((await set('short')).status).toBe(400)
    expect((await set('remembered now')).status).toBe(204)
    expect((await set('once more, please')).body.code).toBe('token-unusable')
    expect((await ada.api('GET', '/me')).status).toBe(401)
    expect((await signIn(ada.login, 'remembered now'))?.id).toBe(ada.id)
  })
})

describe('a token of the API', () => {
  const bearer = (token: string) => ({ cookie: '', authorization: `Bearer ${token}` })

  it('acts as its person until it is removed, and is told once', async () => {
    const ada = await account()
    const { body: made } = await ada.api('POST', '/me/tokens', { name: 'gradebook' })
    expect(made.token).toMatch(/^netpol_[\w-]{43}$/)
    const stranger = await server.learner()
    expect((await stranger.api('GET', '/me', undefined, bearer(made.token))).body.id).toBe(ada.id)
    const { body: listed } = await ada.api('GET', '/me/tokens')
    expect(listed).toMatchObject([{ id: made.id, name: 'gradebook', usedAt: expect.any(String) }])
    expect(JSON.stringify(listed)).not.toContain(made.token)
    const rows = await server.database.prisma.apiToken.findMany()
    expect(JSON.stringify(rows)).not.toContain(made.token)
    expect((await stranger.api('DELETE', `/me/tokens/${made.id}`)).status).toBe(404)
    expect((await ada.api('DELETE', `/me/tokens/${made.id}`)).status).toBe(204)
    expect((await stranger.api('GET', '/me', undefined, bearer(made.token))).status).toBe(401)
  })

  it('expires', async () => {
    const ada = await account()
    const { body: made } = await ada.api('POST', '/me/tokens', { name: 'x', days: 1 })
    await server.database.prisma.apiToken.update({ where: { id: made.id }, data: { expiresAt: new Date() } })
    expect((await ada.api('GET', '/me', undefined, bearer(made.token))).status).toBe(401)
  })

  it('counts alone: cookies beside a wrong one do not help', async () => {
    const ada = await account()
    for (const authorization of ['Bearer nonsense', 'Basic YTpi', ''])
      expect((await ada.api('GET', '/me', undefined, { authorization })).status).toBe(401)
  })

  it('is for accounts', async () => {
    const guest = await server.learner()
    expect((await guest.api('POST', '/me/tokens', { name: 'x' })).body.code).toBe('account-needed')
  })
})

describe("one's own data", () => {
  it('can be taken along, without what is secret', async () => {
    const ada = await account()
    const { body: made } = await ada.api('POST', '/sandboxes', { course })
    await ada.api('POST', `/sandboxes/${made.sandbox}/lesson`, { lesson })
    const { token } = (await ada.api('POST', '/me/tokens', { name: 'mine' })).body
    const { body } = await ada.api('GET', '/me/data')
    expect(body).toMatchObject({
      id: ada.id,
      login: ada.login,
      lessons: [{ course, lesson }],
      tokens: [{ name: 'mine' }],
    })
    for (const hidden of ['scrypt', token]) expect(JSON.stringify(body)).not.toContain(hidden)
    expect(body.tokens[0].hash).toBeUndefined()
  })

  it('is deleted with the person, cluster and all, when they confirm', async () => {
    const ada = await account()
    const { body: made } = await ada.api('POST', '/sandboxes', { course })
    await ada.api('PUT', `/sandboxes/${made.sandbox}/files`, { path: '/home/learner/x', text: 'mine' })
    expect((await ada.api('DELETE', '/me', {})).body.code).toBe('wrong-password')
    expect((await ada.api('DELETE', '/me', { password })).status).toBe(204)
    expect((await ada.api('GET', '/me')).status).toBe(401)
    expect(await signIn(ada.login)).toBeNull()
    const { prisma } = server.database
    expect(await prisma.sandbox.count({ where: { id: made.sandbox } })).toBe(0)
    const again = await server.provider.open(made.sandbox)
    await expect(again.files.read('/home/learner/x')).rejects.toThrow()
    await again.close()
  })
})
