import { expect, it } from 'vitest'
import { learnerAccount, ownLabels, ownSelector, sharedName } from './labels'

it('an object says whose it is, and a selector finds it', () => {
  expect(ownLabels('learner', 'ab12', 'netpol-demo')).toEqual({
    'app.kubernetes.io/managed-by': 'netpol-lab',
    'netpol-lab.dev/role': 'learner',
    'netpol-lab.dev/sandbox': 'ab12',
    'netpol-lab.dev/name': 'netpol-demo',
  })
  expect(ownSelector()).toBe('app.kubernetes.io/managed-by=netpol-lab')
  expect(ownSelector('ab12')).toBe('app.kubernetes.io/managed-by=netpol-lab,netpol-lab.dev/sandbox=ab12')
  expect([sharedName('shop', 'ab12'), learnerAccount('ab12')]).toEqual(['shop-ab12', 'learner-ab12'])
})
