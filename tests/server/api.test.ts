import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { courseOutline, problem } from '@/protocol'
import { startTestServer, type TestLearner } from './running/start'

let server: Awaited<ReturnType<typeof startTestServer>>
let ada: TestLearner
let eve: TestLearner
let sandbox: string
const course = 'network-policies'
const lesson = '05-default-deny-ingress'

beforeAll(async () => {
  server = await startTestServer()
  ada = await server.learner()
  eve = await server.learner()
  sandbox = (await ada.api('POST', '/sandboxes', { course })).body.sandbox
})
afterAll(() => server.close())

describe('who asks', () => {
  it('is told who they are, and can take a name', async () => {
    expect((await ada.api('GET', '/me')).body).toEqual({
      id: ada.id,
      name: null,
      guest: true,
      role: 'learner',
      login: null,
    })
    expect((await ada.api('PATCH', '/me', { name: ' Ada ' })).body.name).toBe('Ada')
    expect((await ada.api('GET', '/me')).body.name).toBe('Ada')
  })

  it.each([
    ['without a cookie', ''],
    ['with a made-up token', 'next-auth.session-token=eyJhbGciOiJkaXIifQ.made.up'],
    ['with garbage', 'next-auth.session-token=%%%;;;=;'],
  ])('must sign in: %s', async (_, cookie) => {
    const { status, body } = await ada.api('GET', '/me', undefined, { cookie })
    expect([status, problem.parse(body).code]).toEqual([401, 'not-signed-in'])
  })

  it('may look at courses without signing in', async () => {
    const { status, body } = await ada.api('GET', `/courses/${course}`, undefined, { cookie: '' })
    expect(status).toBe(200)
    expect(courseOutline.parse(body).continueAt).toBeNull()
  })
})

describe('requests that are wrong', () => {
  const cases: [string, string, string, unknown, number, string][] = [
    ['an unknown address', 'GET', '/nothing', undefined, 404, 'unknown-route'],
    ['a method that is not there', 'PUT', '/me', undefined, 405, 'method-not-allowed'],
    ['a body that is no JSON', 'PATCH', '/me', '{"name":', 400, 'bad-json'],
    ['bytes that are no UTF-8', 'PATCH', '/me', '\ud800', 400, 'bad-json'],
    ['no body', 'PATCH', '/me', undefined, 400, 'bad-json'],
    ['an unknown field', 'PATCH', '/me', { name: 'x', guest: false }, 400, 'bad-request'],
    ['a wrong type', 'PATCH', '/me', { name: 7 }, 400, 'bad-request'],
    ['an empty name', 'PATCH', '/me', { name: '  ' }, 400, 'bad-request'],
    ['an unknown course', 'POST', '/sandboxes', { course: 'cooking' }, 404, 'unknown-course'],
    ['a course that is a path', 'POST', '/sandboxes', { course: '../../etc' }, 404, 'unknown-course'],
    ['a course that is not there', 'GET', '/courses/cooking', undefined, 404, 'unknown-course'],
    ['a path that cannot be decoded', 'GET', '/courses/%zz', undefined, 404, 'unknown-route'],
    [
      'a hint of no lesson',
      'POST',
      '/hints',
      { course, lesson: '99-x', task: 'x', hint: 1 },
      404,
      'unknown-lesson',
    ],
    ['a hint of no task', 'POST', '/hints', { course, lesson, task: 'x', hint: 1 }, 404, 'unknown-task'],
    ['a hint too many', 'POST', '/hints', { course, lesson, task: 'x', hint: 4 }, 400, 'bad-request'],
  ]
  it.each(cases)('%s is answered with a problem', async (_, method, path, body, status, code) => {
    const answer = await ada.api(method, path, body)
    expect([answer.status, problem.parse(answer.body).code]).toEqual([status, code])
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
  })

  it('too much is refused, and the server goes on', async () => {
    const answer = await ada.api('PUT', `/sandboxes/${sandbox}/files`, 'x'.repeat(6_000_000))
    expect([answer.status, answer.body.code]).toEqual([413, 'too-large'])
    expect((await ada.api('GET', '/me')).status).toBe(200)
  })

  it('too many are refused for that person only', async () => {
    const mallory = await server.learner()
    const answers = await Promise.all(Array.from({ length: 500 }, () => mallory.api('GET', '/me')))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect(refused[0]?.body.code).toBe('too-many-requests')
    expect((await ada.api('GET', '/me')).status).toBe(200)
  })
})

describe('requests from other sites', () => {
  it.each([[{ origin: 'https://evil.example' }], [{ origin: 'null' }], [{ 'sec-fetch-site': 'cross-site' }]])(
    '%j may not change anything',
    async headers => {
      const { status, body } = await ada.api('PATCH', '/me', { name: 'Mallory' }, headers as never)
      expect([status, body.code]).toEqual([403, 'cross-origin'])
    },
  )

  it('our own pages may', async () => {
    const headers = { origin: `http://${server.host}`, 'sec-fetch-site': 'same-origin' }
    expect((await ada.api('PATCH', '/me', { name: 'Ada' }, headers)).status).toBe(200)
  })
})

describe('a sandbox', () => {
  it('is one for a person and a course, and cannot be guessed', async () => {
    expect((await ada.api('POST', '/sandboxes', { course })).body.sandbox).toBe(sandbox)
    expect((await eve.api('POST', '/sandboxes', { course })).body.sandbox).not.toBe(sandbox)
    expect(sandbox).toMatch(/^[0-9a-f]{32}$/)
  })

  it.each([
    ['POST', '/lesson', { lesson }],
    ['POST', '/reset', undefined],
    ['POST', '/checks', { lesson, task: 'x' }],
    ['GET', '/files?path=/home/learner', undefined],
    ['PUT', '/files', { path: '/home/learner/x', text: '' }],
    ['DELETE', '/files?path=/home/learner/x', undefined],
  ])('of another person looks as if it were not there: %s %s', async (method, path, body) => {
    const theirs = await eve.api(method, `/sandboxes/${sandbox}${path}`, body)
    const none = await eve.api(method, `/sandboxes/${'0'.repeat(32)}${path}`, body)
    expect([theirs.status, theirs.body.code]).toEqual([404, 'not-found'])
    expect(theirs.body).toEqual(none.body)
  })

  it('has files, and says what is wrong with a path', async () => {
    const files = `/sandboxes/${sandbox}/files`
    const path = '/home/learner/deny.yaml'
    expect((await ada.api('PUT', files, { path, text: 'kind: x\n' })).status).toBe(204)
    expect((await ada.api('GET', `${files}?path=${path}`)).body).toEqual({ path, text: 'kind: x\n' })
    const { body } = await ada.api('GET', `${files}?path=/home/learner`)
    expect(body.entries).toContainEqual({ name: 'deny.yaml', directory: false })
    expect((await ada.api('DELETE', `${files}?path=${path}`)).status).toBe(204)
    expect((await ada.api('GET', `${files}?path=${path}`)).body.code).toBe('file-not-found')
    expect((await ada.api('GET', `${files}?path=/etc/passwd`)).body.code).toBe('file-not-found')
    // Who opens a new file asks so: a browser would write a 404 into its console.
    expect((await ada.api('GET', `${files}?path=/etc/passwd&absent=null`)).body).toEqual({
      path: '/etc/passwd',
      text: null,
    })
    expect((await ada.api('GET', `${files}?path=deny.yaml`)).body.code).toBe('bad-request')
    expect((await ada.api('PUT', files, { path: '/home/learner', text: '' })).body.code).toBe('file-refused')
  })
})

describe('a NUL, which the database cannot keep,', () => {
  it('is refused and never an error of ours', async () => {
    expect((await ada.api('GET', '/courses/%00')).status).toBe(404)
    expect((await ada.api('POST', '/sandboxes/%00/reset')).status).toBe(404)
    expect((await ada.api('PATCH', '/me', { name: 'A\0da' })).status).toBe(400)
  })
})

describe('the OpenAPI document', () => {
  it('describes what a route may answer', async () => {
    const { body } = await ada.api('GET', '/openapi.json', undefined, { cookie: '' })
    const { post } = body.paths['/sandboxes/{id}/lesson']
    expect(post.requestBody.content['application/json'].schema.properties.replace).toMatchObject({
      type: 'boolean',
    })
    expect(Object.keys(post.responses).sort()).toEqual([
      '200',
      '400',
      '401',
      '403',
      '404',
      '409',
      '413',
      '429',
      '500',
      '503',
    ])
  })
})
