import type { V1ClusterRole, V1Role, V1RoleBinding } from '@kubernetes/client-node'
import { compactRules, ruleColumns } from '../../access/rules'
import { as, type Describer } from '../describer'
import { Page } from '../page'

export const describeRole: Describer = async description => {
  const { metadata, rules } = as<V1Role | V1ClusterRole>(description)
  const page = new Page()
  page.field('Name', metadata?.name)
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  page.line(0, 'PolicyRule:')
  page.line(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs')
  page.line(1, '---------\t-----------------\t--------------\t-----')
  for (const rule of compactRules(rules ?? [])) page.line(1, ruleColumns(rule))
  return page.toString()
}

export const describeRoleBinding: Describer = async description => {
  const { metadata, roleRef, subjects = [] } = as<V1RoleBinding>(description)
  const page = new Page()
  page.field('Name', metadata?.name)
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  page.line(0, 'Role:')
  page.line(1, `Kind:\t${roleRef.kind}`)
  page.line(1, `Name:\t${roleRef.name}`)
  page.line(0, 'Subjects:')
  page.line(1, 'Kind\tName\tNamespace')
  page.line(1, '----\t----\t---------')
  for (const { kind, name, namespace } of subjects) page.line(1, `${kind}\t${name}\t${namespace ?? ''}`)
  return page.toString()
}
