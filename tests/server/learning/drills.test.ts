import { afterAll, beforeAll, expect, it } from 'vitest'
import { drillPage, drillResult } from '@/protocol'
import { startTestServer, type TestLearner } from '../running/start'

let server: Awaited<ReturnType<typeof startTestServer>>
let ada: TestLearner
beforeAll(async () => {
  server = await startTestServer()
  ada = await server.learner()
})
afterAll(() => server.close())

const ask = async (kind: string, seed: string, level = 1) =>
  ada.api('GET', `/drills/${kind}?level=${level}&seed=${seed}`)
const answer = (kind: string, seed: string, said: string, level = 1) =>
  ada.api('POST', `/drills/${kind}`, { level, seed, answer: said })

it('a drill is asked without its answer, the same for everybody with the link', async () => {
  const { body } = await ask('decides', 'abc', 3)
  const drill = drillPage.parse(body)
  expect(drill.policies).toContain('kind: NetworkPolicy')
  expect(drill.policies).toContain('from:')
  expect(JSON.stringify(body)).not.toMatch(/right/i)
  expect((await (await server.learner()).api('GET', '/drills/decides?level=3&seed=abc')).body).toEqual(body)
})

it('an answer is judged, explained, and counted once by concept', async () => {
  const { options, concepts } = drillPage.parse((await ask('reach', 'one')).body)
  const judged = await Promise.all(
    options!.map(async ({ id }) => drillResult.parse((await answer('reach', 'one', id)).body)),
  )
  expect(judged.filter(({ right }) => right)).toHaveLength(1)
  for (const { explanation } of judged) expect(explanation.length).toBeGreaterThan(0)
  const last = judged.at(-1)!.mastery
  expect(last.map(({ concept }) => concept)).toEqual(concepts)
  expect(last.every(({ answered }) => answered === 1)).toBe(true)
})

it('what cannot be judged does not count', async () => {
  const unusable = await answer('write', 'two', 'kind: Pod')
  expect([unusable.status, unusable.body.code]).toEqual([422, 'unusable-answer'])
  expect(unusable.body.detail).toMatch(/kind NetworkPolicy/)
  expect((await answer('reach', 'two', 'maybe')).body.code).toBe('unusable-answer')
})

it.each([
  ['juggle', 'a', 1, 404],
  ['reach', 'not a seed', 1, 400],
  ['reach', 'a', 9, 400],
])('%s %s %i is no drill', async (kind, seed, level, status) => {
  expect((await ask(kind, encodeURIComponent(seed), level)).status).toBe(status)
})
