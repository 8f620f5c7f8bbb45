import type { Command } from '../../../command'
import { flag } from '../../../flags/definition'
import type { Invocation } from '../../../invocation'
import { deepEqual } from '../../../patch/equal'
import type { Info } from '../../../resources/select'
import { selectorFlag } from '../../shared-flags'
import {
  changeFlags,
  changeObjects,
  rejectAllAndSelector,
  rejectLocalResources,
  rejectLocalServer,
  targets,
} from './change'

const group = 'rbac.authorization.k8s.io'
type Subject = { apiGroup?: string; kind: string; name: string; namespace?: string }

export const subject: Command = {
  name: 'subject',
  usage:
    '(-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  short: 'Update the user, group, or service account in a role binding or cluster role binding',
  flags: [
    ...changeFlags,
    flag.array('group', 'Groups that get the role.'),
    selectorFlag,
    flag.array('serviceaccount', 'Service accounts that get the role, as <namespace>:<name>.'),
    flag.array('user', 'Users who get the role.'),
  ],
  async run(invocation) {
    const { args } = invocation
    await rejectLocalResources(invocation, args)
    const infos = await targets(invocation, args)
    rejectLocalServer(invocation)
    rejectAllAndSelector(invocation)
    const wanted = await subjectsOf(invocation, infos)
    await changeObjects(invocation, infos, {
      change(object) {
        if (object.kind !== 'RoleBinding' && object.kind !== 'ClusterRoleBinding')
          throw new Error('setting subjects is only supported for RoleBinding/ClusterRoleBinding')
        const present = (object.subjects ?? []) as Subject[]
        const added = wanted.filter(one => !present.some(other => deepEqual(one, other)))
        if (added.length === 0) return false
        object.subjects = [...present, ...added]
        return true
      },
      operation: 'subjects updated',
      failure: 'failed to patch subjects to rolebinding: ',
    })
  },
}

async function subjectsOf(invocation: Invocation, infos: readonly Info[]): Promise<Subject[]> {
  const { flags } = invocation
  const sorted = (name: string) => [...new Set(flags.list(name))].sort()
  const [users, groups, accounts] = [sorted('user'), sorted('group'), sorted('serviceaccount')]
  if (users.length + groups.length + accounts.length === 0)
    throw new Error('you must specify at least one value of user, group or serviceaccount')
  const { name: namespace } = await invocation.namespace()
  return [
    ...users.map(name => ({ apiGroup: group, kind: 'User', name })),
    ...groups.map(name => ({ apiGroup: group, kind: 'Group', name })),
    ...accounts.map(account => {
      const [of = '', name = '', ...more] = account.split(':')
      if (!name || more.length > 0) throw new Error('serviceaccount must be <namespace>:<name>')
      if (!of && infos.some(({ object }) => object?.kind === 'ClusterRoleBinding'))
        throw new Error('serviceaccount must be <namespace>:<name>, namespace must be specified')
      return { kind: 'ServiceAccount', name, namespace: of || namespace }
    }),
  ]
}
