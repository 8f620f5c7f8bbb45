import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { render } from '@/messages'
import { DrillAnswerError, type DrillFlow, drillKinds, drillLevels } from './drill'
import { editsOf } from './edits'
import { flowsOf, openFlows } from './flows'
import { makeDrill } from './make-drill'

const seeds = Array.from({ length: 60 }, (_, index) => `seed-${index}`)
const requests = drillKinds.flatMap(kind => drillLevels.flatMap(level => ({ kind, level })))

describe.each(requests)('$kind drills of level $level', ({ kind, level }) => {
  const drills = seeds.map(seed => makeDrill({ kind, level, seed }))

  it('have exactly one right answer, and say why of every answer', () => {
    for (const drill of drills) {
      expect(drill.concepts.length, drill.seed).toBeGreaterThan(0)
      render(drill.question)
      const answers = drill.options?.map(({ id }) => id) ?? [stringify(drill.setting.policies[0])]
      const judged = answers.map(drill.judge)
      for (const { explanation } of judged) expect(explanation.map(one => render(one)).join()).not.toBe('')
      if (drill.options) expect(judged.filter(({ right }) => right)).toHaveLength(1)
    }
  })

  it('are the same for the same seed, and others for another', () => {
    const [first] = drills
    expect(JSON.stringify(makeDrill({ kind, level, seed: seeds[0]! }))).toBe(JSON.stringify(first))
    expect(new Set(drills.map(drill => JSON.stringify({ ...drill, seed: '' }))).size).toBeGreaterThan(50)
  })
})

describe('the answers', () => {
  it('of reach are spread', () => {
    const right = seeds.map(seed => makeDrill({ kind: 'reach', level: 3, seed }).judge('yes').right)
    const share = right.filter(Boolean).length / right.length
    expect(share).toBeGreaterThan(0.25)
    expect(share).toBeLessThan(0.75)
  })

  it('of change alone make what was wished, and change nothing else', () => {
    for (const seed of seeds) {
      const { judge, options = [], question, setting } = makeDrill({ kind: 'change', level: 4, seed })
      expect(options).toHaveLength(4)
      expect(question.id).toMatch(/^drills\.change\.(open|close)(\.every)?$/)
      expect(flowsOf(setting).length).toBeGreaterThan(0)
      expect(() => judge('9')).toThrow(DrillAnswerError)
    }
  })

  it.each(drillLevels)(
    'of change change nothing else, on ports that nobody names either: level %s',
    level => {
      for (const seed of seeds) {
        const { judge, options = [], question, setting } = makeDrill({ kind: 'change', level, seed })
        const flows = flowsOf(setting).flatMap(flow => [flow, { ...flow, port: 443 }])
        const right = options.find(({ id }) => judge(id).right)
        const edit = [...editsOf(setting)].find(
          ({ text }) => JSON.stringify(text) === JSON.stringify(right?.text),
        )
        const before = openFlows(setting, flows)
        const after = openFlows({ ...setting, policies: edit!.policies }, flows)
        const { from, to, port } = question.params as DrillFlow
        const isEvery = question.id.endsWith('.every')
        for (const [index, flow] of flows.entries())
          expect(before[index] !== after[index], `${seed}: ${JSON.stringify(flow)}`).toBe(
            flow.from === from && flow.to === to && (isEvery || flow.port === port),
          )
      }
    },
  )

  it('of write are any policies that give the table', () => {
    for (const seed of seeds) {
      const { judge, setting, table = [] } = makeDrill({ kind: 'write', level: 5, seed })
      const hidden = setting.policies.map(policy => stringify(policy)).join('---\n')
      expect(judge(hidden).right, seed).toBe(true)
      expect(judge('').right, seed).toBe(false)
      expect(table.map(({ open }) => open)).toEqual(openFlows(setting, flowsOf(setting)))
    }
  })

  it.each([
    ['kind: Pod\napiVersion: v1\nmetadata: {name: a}', /kind NetworkPolicy/],
    ['a: [', /flow/i],
    [
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a, namespace: shop}\nspec: {podSelektor: {}}',
      /unknown field "spec.podSelektor"/,
    ],
    [
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec: {podSelector: {}}',
      /metadata.namespace must be one of shop/,
    ],
    [
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a, namespace: shop}\nspec: {podSelector: {}, policyTypes: [In]}',
      /Unsupported value: "In"/,
    ],
    ['just words', /kind NetworkPolicy/],
  ])('of write that are no policies are told: %s', (text, words) => {
    const { judge } = makeDrill({ kind: 'write', level: 1, seed: 'a' })
    expect(() => judge(text)).toThrow(words)
  })
})
