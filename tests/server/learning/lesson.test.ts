import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lessonPage, protocolVersion } from '@/protocol'
import { taskResultSchema } from '@/sandbox/exercise'
import { type Anything, startTestServer, type TestLearner } from '../running/start'

const course = 'network-policies'
const deny = '05-default-deny-ingress'
const allow = '08-allow-ingress'

let server: Awaited<ReturnType<typeof startTestServer>>
let ada: TestLearner
let sandbox: string

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  ada = await server.learner()
  sandbox = (await ada.api('POST', '/sandboxes', { course })).body.sandbox
})

const post = (rest: string, body?: unknown) => ada.api('POST', `/sandboxes/${sandbox}${rest}`, body)
const open = (lesson: string, more: object = {}) => post('/lesson', { lesson, ...more })
const check = (lesson: string, task: string, answers = {}) => post('/checks', { lesson, task, answers })
const outlineOf = async (slug: string) =>
  (await ada.api('GET', `/courses/${course}`)).body.lessons.find((lesson: Anything) => lesson.slug === slug)

/** Runs commands in the learner's own terminal, until it says that it is done. */
let inputs = 0
async function run(...commands: string[]): Promise<string> {
  const text = await screenAfter(...commands)
  return text.slice(text.lastIndexOf(commands[0] ?? ''))
}

/** The same, with everything that was on the screen before. */
async function screenAfter(...commands: string[]): Promise<string> {
  const socket = ada.socket(`/ws/sandboxes/${sandbox}/terminals/main`)
  await socket.opened()
  const mark = `done-${++inputs}`
  const text = () => socket.messages.map(({ data }) => data ?? '').join('')
  socket.send({
    type: 'attach',
    version: protocolVersion,
    viewer: `viewer-${inputs}`,
    columns: 200,
    rows: 50,
  })
  const lines = [...commands, `echo do"ne-${inputs}"`].map(line => `${line}\r`).join('')
  socket.send({ type: 'input', sequence: 1, data: lines })
  await socket.message(() => text().includes(mark))
  socket.end()
  return text()
}
const applyDeny = `printf '%s\\n' 'apiVersion: networking.k8s.io/v1' 'kind: NetworkPolicy' 'metadata: {name: deny, namespace: netpol-demo}' 'spec: {podSelector: {}, policyTypes: [Ingress]}' | kubectl apply -f -`

describe('opening a lesson', () => {
  it('sets up its start, and greets with the pods in the terminal', async () => {
    expect((await open(deny)).body).toEqual({ lesson: deny, task: 'deny-ingress' })
    const text = await screenAfter('true')
    expect(text).toContain('kubectl get pods -n netpol-demo')
    expect(text.match(/1\/1 +Running/g)?.length).toBeGreaterThanOrEqual(4)
    expect(await outlineOf(deny)).toMatchObject({ opened: true, passed: false })
  })

  it('again, leaves what the learner did', async () => {
    await open(deny)
    await run(applyDeny)
    expect((await open(deny)).status).toBe(200)
    expect(await run('kubectl get netpol -n netpol-demo')).toMatch(/deny +<none>/)
  })

  it('another, asks first if the learner changed objects', async () => {
    await open(deny)
    expect((await open(allow)).status).toBe(200)
    expect((await open(deny)).status).toBe(200)
    await run(applyDeny)
    const refused = await open(allow)
    expect([refused.status, refused.body.code]).toEqual([409, 'objects-changed'])
    expect(await run('kubectl get netpol -n netpol-demo')).toMatch(/deny +<none>/)
    expect((await open(allow, { replace: true })).body.lesson).toBe(allow)
    expect(await run('kubectl get netpol -n netpol-demo')).not.toMatch(/deny +<none>.*\s+deny/)
  })

  it('does not ask when only the grader touched the pods', async () => {
    await open(deny)
    expect((await check(deny, 'deny-ingress')).body.outcome).toBe('failed')
    expect((await open(allow)).status).toBe(200)
  })

  it('puts its files into the home directory, and never over the learner’s own', async () => {
    const files = `/sandboxes/${sandbox}/files`
    const path = '/home/learner/test-setup.yaml'
    await open('04-test-environment')
    expect((await ada.api('GET', `${files}?path=${path}`)).body.text).toContain('netpol-demo')
    await ada.api('PUT', files, { path, text: 'mine' })
    expect((await post('/reset')).status).toBe(200)
    expect((await ada.api('GET', `${files}?path=${path}`)).body.text).toBe('mine')
  })

  it.each([
    ['99-nothing', undefined, 'unknown-lesson'],
    ['../../../etc', undefined, 'unknown-lesson'],
    [deny, 'nothing', 'unknown-task'],
  ])('%s %s is refused', async (lesson, task, code) => {
    const { status, body } = await open(lesson, { task })
    expect([status, body.code]).toEqual([404, code])
  })
})

describe('reset', () => {
  it('replaces objects and keeps files and progress', async () => {
    await open(deny)
    await run(applyDeny, 'echo kept > notes.txt')
    expect((await check(deny, 'deny-ingress')).body.outcome).toBe('passed')
    expect((await post('/reset')).body).toEqual({ lesson: deny, task: 'deny-ingress' })
    expect(await run('kubectl get netpol -n netpol-demo', 'cat notes.txt')).toMatch(
      /No resources found in netpol-demo namespace[\s\S]*kept/,
    )
    expect(await outlineOf(deny)).toMatchObject({ passed: true })
  })

  it('without an open lesson is refused', async () => {
    const { status, body } = await post('/reset')
    expect([status, body.code]).toEqual([409, 'lesson-not-open'])
  })
})

describe('hidden policies', () => {
  const secret = 'vault-knows-front'

  it('come to no page, terminal or check', async () => {
    const live = ada.socket(`/ws/sandboxes/${sandbox}/live`)
    await live.opened()
    live.send({ type: 'subscribe', version: protocolVersion })
    await open('16-testing-policies')
    await live.message(({ sandbox: now }) => now?.state === 'ready' && now.hiddenPolicies?.includes('locked'))
    const screen = await screenAfter('kubectl get netpol -n locked', 'kubectl get netpol -A -o yaml')
    expect(screen).toContain('cannot list resource "networkpolicies"')
    const { body } = await check('16-testing-policies', 'truth-table', { 'table/vault-to-web-80': 'answers' })
    expect(body.outcome).toBe('failed')
    expect(JSON.stringify([live.messages, screen, body])).not.toContain(secret)
    expect(JSON.stringify(live.messages)).toContain('web-is-for-neighbours')
    live.end()
  })

  it('are no reason to ask before another lesson is opened', async () => {
    await open('16-testing-policies')
    await check('16-testing-policies', 'truth-table')
    expect((await open(deny)).status).toBe(200)
    expect(await run('kubectl get netpol -A')).toContain('No resources found')
  })
})

describe('a check', () => {
  it('tells while it goes, keeps the attempt, and passes the task', async () => {
    await open(deny)
    const live = ada.socket(`/ws/sandboxes/${sandbox}/live`)
    await live.opened()
    live.send({ type: 'subscribe', version: protocolVersion })
    const failed = taskResultSchema.parse((await check(deny, 'deny-ingress')).body)
    expect(failed.outcome).toBe('failed')
    await run(applyDeny)
    const passed = taskResultSchema.parse((await check(deny, 'deny-ingress')).body)
    expect(passed.outcome).toBe('passed')
    await live.message(({ type, passed }) => type === 'task' && passed)
    const events = live.messages.filter(({ type }) => type === 'grading').map(({ event }) => event.type)
    expect([events[0], events.at(-1)]).toEqual(['planned', 'graded'])
    expect(events.filter(type => type === 'graded')).toHaveLength(2)
    const attempts = await server.database.prisma.attempt.findMany({ where: { personId: ada.id } })
    expect(attempts.map(({ outcome }) => outcome).sort()).toEqual(['failed', 'passed'])
    const { continueAt, lessons } = (await ada.api('GET', `/courses/${course}`)).body
    const slugs = lessons.map(({ slug }: Anything) => slug)
    expect(continueAt.lesson).toBe(slugs[slugs.indexOf(deny) + 1])
    live.end()
  })

  it('is one at a time in a sandbox', async () => {
    await open(deny)
    const answers = await Promise.all([check(deny, 'deny-ingress'), check(deny, 'deny-ingress')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('check-running')
  })

  it('of another lesson than the open one is refused', async () => {
    await open(deny)
    expect((await check(allow, 'allow-client')).body.code).toBe('lesson-not-open')
    expect((await check(deny, 'nothing')).body.code).toBe('unknown-task')
  })

  it('judges a quiz by the answer given', async () => {
    await open(allow, { task: 'replies' })
    const outcome = async (answers: object) => (await check(allow, 'replies', answers)).body.outcome
    expect(await outcome({})).toBe('failed')
    expect(await outcome({ replies: 'luck' })).toBe('failed')
    expect(await outcome({ replies: 'nonsense' })).toBe('failed')
    expect(await outcome({ replies: 'reply' })).toBe('passed')
  })
})

describe('a prediction', () => {
  const predict = (lesson: string, expected: string) => post('/prediction', { lesson, expected })
  const address = 'kubectl get pod web -n netpol-demo -o jsonpath={.status.podIP}'
  const probe = `kubectl exec -n netpol-demo client -- wget -qO- --timeout=1 http://$(${address})`
  const madeIn = async (lesson: string) => {
    const person = (await ada.api('GET', '/me')).body
    return lessonPage.parse(await server.application.runtime.lessonPage(person, course, lesson)).exercise
      .prediction?.made
  }

  it('is kept, may be changed, and is told and kept with what the first probe then did', async () => {
    await open(deny)
    const live = ada.socket(`/ws/sandboxes/${sandbox}/live`)
    await live.opened()
    live.send({ type: 'subscribe', version: protocolVersion })
    expect(await madeIn(deny)).toBeNull()
    expect((await predict(deny, 'refused')).body).toEqual({ expected: 'refused', observed: null })
    expect((await predict(deny, 'dropped')).body).toEqual({ expected: 'dropped', observed: null })
    await run(probe)
    const { made } = await live.message(({ type, made }) => type === 'prediction' && made.observed !== null)
    expect(made).toEqual({ expected: 'dropped', observed: 'connected' })
    expect(await madeIn(deny)).toEqual(made)
    expect((await predict(deny, 'connected')).body).toEqual(made)
    live.end()
  })

  it('is of the open lesson, and one of three ends', async () => {
    await open(deny)
    expect((await predict(allow, 'dropped')).body.code).toBe('lesson-not-open')
    expect((await predict(deny, 'nothing')).status).toBe(400)
    await open('04-test-environment')
    expect((await predict('04-test-environment', 'dropped')).body.code).toBe('unknown-task')
  })
})

describe('the lesson page', () => {
  const pageOf = async (lesson: string) => {
    const person = (await ada.api('GET', '/me')).body
    return server.application.runtime.lessonPage(person, course, lesson)
  }

  it('opens the lesson by itself when none is open', async () => {
    const page = lessonPage.parse(await pageOf(deny))
    expect([page.sandbox, page.task]).toEqual([sandbox, 'deny-ingress'])
    expect(await screenAfter('true')).toMatch(/web +1\/1 +Running/)
    expect(JSON.stringify(lessonPage.parse(await pageOf(allow)))).not.toContain('"right"')
  })

  it('of another lesson leaves the open one alone', async () => {
    await open(deny)
    await pageOf(allow)
    expect((await post('/reset')).body.lesson).toBe(deny)
  })

  it('shows the exact task that the learner was at', async () => {
    await open(allow, { task: 'replies' })
    expect((await pageOf(allow))?.task).toBe('replies')
    await check(allow, 'replies', { replies: 'reply' })
    expect((await pageOf(allow))?.task).toBe('allow-client')
  })

  it('counts the hints that were taken', async () => {
    const hint = { course, lesson: deny, task: 'deny-ingress' }
    expect((await ada.api('POST', '/hints', { ...hint, hint: 1 })).status).toBe(204)
    expect((await ada.api('POST', '/hints', { ...hint, hint: 2 })).status).toBe(204)
    expect((await ada.api('POST', '/hints', { ...hint, hint: 2 })).status).toBe(204)
    expect((await pageOf(deny))?.exercise.tasks[0]?.hintsTaken).toBe(2)
  })

  it.each(['99-nothing', '..', ''])('of no lesson is none: %j', async lesson => {
    expect(await pageOf(lesson)).toBeNull()
  })
})
