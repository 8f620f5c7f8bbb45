import type { Exercise } from './exercise'
import { type Statement, statements } from './expectation'
import { type End, parseFlow } from './flow-text'

/** Namespaces of the cluster's own: nobody's to rename, and the same for everybody. */
const isSystem = (name: string) => name.startsWith('kube-')

/** The names of all namespaces that an exercise speaks of; those of the system are left out. */
export function namespacesOf(exercise: Exercise): string[] {
  const names = new Set<string>([exercise.namespace, ...exercise.hiddenPolicies])
  const ofFlow = ({ from, to }: Pick<Statement, 'from' | 'to'>) => {
    for (const end of [...from, ...to] as End[]) if (end.kind === 'namespace') names.add(end.namespace)
  }
  const ofObjects = (objects: Exercise['start'] = []) => {
    for (const { kind, metadata } of objects) {
      if (kind === 'Namespace') names.add(metadata?.name ?? '')
      if (metadata?.namespace) names.add(metadata.namespace)
    }
  }
  ofObjects(exercise.start)
  for (const { namespace } of Object.values(exercise.roles)) names.add(namespace)
  for (const task of exercise.tasks) {
    const roles = { ...exercise.roles, ...task.roles }
    ofObjects(task.start)
    if (task.namespace) names.add(task.namespace)
    for (const { namespace } of Object.values(task.roles ?? {})) names.add(namespace)
    if (task.intent) for (const statement of statements(task.intent, roles)) ofFlow(statement)
    for (const check of task.checks) {
      if ('flow' in check) ofFlow(parseFlow(check.flow, roles))
      if (check.kind === 'answer' && 'namespace' in check.about) names.add(check.about.namespace)
      if (check.kind !== 'resource') continue
      if (check.namespace) names.add(check.namespace)
      if (check.resource === 'Namespace' && check.name) names.add(check.name)
    }
  }
  return [...names].filter(name => name !== '' && !isSystem(name)).sort()
}
