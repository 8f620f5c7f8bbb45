import { expect, it } from 'vitest'
import { resultsOf, tableOf } from './results'

const spec = (LeafNodeText: string, State: string, LeafNodeType = 'It') => ({
  LeafNodeText,
  State,
  LeafNodeType,
  RunTime: 2e9,
})

it('lists the tests that ran, without their labels', () => {
  const report = [
    {
      SpecReports: [
        spec('should support a policy [Feature:NetworkPolicy]', 'passed'),
        spec('should deny', 'failed'),
        spec('something else', 'skipped'),
        spec('', 'passed', 'SynchronizedBeforeSuite'),
      ],
    },
  ]
  expect(tableOf(resultsOf(report))).toBe(
    [
      '| test | result |',
      '| --- | --- |',
      '| should deny | failed |',
      '| should support a policy | passed |',
    ].join('\n'),
  )
})
