import type { V1ClusterRole, V1PolicyRule } from '@kubernetes/client-node'
import { expect, it } from 'vitest'
import { learnerRoles, namespaceRights } from '../../namespaces/rights'
import { platformManifest } from '../../platform-account.fixture'
import { platformRules } from './rights'

const role = platformManifest().find(({ kind }) => kind === 'ClusterRole') as V1ClusterRole

it('deploy/platform.yaml gives what is asked for, and nothing else', () => {
  expect(role.rules).toEqual(platformRules)
})

const each = (rules: readonly V1PolicyRule[]) =>
  rules.flatMap(({ apiGroups = [], resources = [], verbs }) =>
    apiGroups.flatMap(group =>
      resources.flatMap(resource => verbs.map(verb => `${verb} ${resource}.${group}`)),
    ),
  )

it('has every right that learners are given: who lacks one cannot give it', () => {
  const [namespaces] = namespaceRights({ sandbox: 'x', controlNamespace: 'y' }, ['z'])
  const given = [...learnerRoles, namespaces].flatMap(({ rules }) => each(rules ?? []))
  const own = new Set(each(platformRules))
  expect(given.filter(right => !own.has(right))).toEqual([])
})

it('names nothing by a star', () => {
  expect(JSON.stringify(platformRules)).not.toContain('*')
})
