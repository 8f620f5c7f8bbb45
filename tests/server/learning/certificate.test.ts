import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { certificatePage, type RegradedTask } from '@/protocol'
import { createClient } from '@/sandbox/client'
import { startTestServer, type TestLearner } from '../running/start'

/** A course of one small lesson: the one that authors begin from. */
const content = mkdtempSync(join(tmpdir(), 'content-'))
mkdirSync(join(content, 'small'))
writeFileSync(
  join(content, 'small/course.yaml'),
  'title: A small course\ndescription: D\nstart: 01-close\nlessons: [01-close]\n',
)
cpSync('bin/new/template', join(content, 'small/01-close'), { recursive: true })

let server: Awaited<ReturnType<typeof startTestServer>>
let ada: TestLearner
beforeAll(async () => {
  server = await startTestServer({ content })
  ada = await server.learner()
})
afterAll(async () => {
  await server.close()
  rmSync(content, { recursive: true, force: true })
})

const issue = () => ada.api('POST', '/courses/small/certificate')

async function passTheLesson() {
  const { sandbox } = (await ada.api('POST', '/sandboxes', { course: 'small' })).body
  await ada.api('POST', `/sandboxes/${sandbox}/lesson`, { lesson: '01-close' })
  const client = createClient((await server.provider.open(sandbox)).access)
  await client.request('POST', '/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies', {
    body: {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'closed' },
      spec: { podSelector: {} },
    },
  })
  client.dispose()
  const check = { lesson: '01-close', task: 'close', answers: {} }
  return (await ada.api('POST', `/sandboxes/${sandbox}/checks`, check)).body.outcome
}

it('a course that is finished, by somebody with a name, gives a certificate that anybody can verify and have graded again', async () => {
  expect((await issue()).body.code).toBe('course-not-finished')
  expect((await ada.api('POST', '/courses/nothing/certificate')).body.code).toBe('unknown-course')
  expect(await passTheLesson()).toBe('passed')
  expect((await issue()).body.code).toBe('name-missing')
  await ada.api('PATCH', '/me', { name: 'Ada' })
  const { token } = (await issue()).body
  expect((await issue()).body.token).toBe(token)

  const stranger = await server.learner()
  const page = certificatePage.parse((await stranger.api('GET', `/certificates/${token}`)).body)
  expect(page).toMatchObject({ name: 'Ada', course: { slug: 'small' } })
  expect(page.lessons[0]?.tasks.map(({ id }) => id)).toEqual(['close'])
  const again: RegradedTask[] = (await stranger.api('POST', `/certificates/${token}/grading`)).body
  expect(again).toEqual([{ lesson: '01-close', task: 'close', outcome: 'passed' }])
})

it('what was not signed here is not there', async () => {
  const { token } = (await issue()).body
  const [id, signature] = token.split('.')
  for (const forged of [id, `${id}.`, `${id}.${signature.slice(1)}A`, `x.${signature}`, '%00'])
    expect((await ada.api('GET', `/certificates/${forged}`)).status, forged).toBe(404)
  expect((await ada.api('POST', `/certificates/${id}.AAAA/grading`)).body.code).toBe('not-found')
})

it('answers that no longer pass are said so', async () => {
  const { token } = (await issue()).body
  await server.database.prisma.taskProgress.updateMany({ data: { answer: { objects: [], answers: {} } } })
  const [result] = (await ada.api('POST', `/certificates/${token}/grading`)).body
  expect(result.outcome).toBe('failed')
})
