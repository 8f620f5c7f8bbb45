import type { LessonPage } from '@/protocol'
import { type Exercise, namespacesOf } from '@/sandbox/exercise'
import type { SandboxProvider } from '@/sandbox/provider'

type Check = Exercise['tasks'][number]['checks'][number]
type Note = LessonPage['notes'][number]

/** What a learner has to know of the cluster that this lesson takes place on; nothing where it is all theirs. */
export function clusterNotes(
  exercise: Exercise,
  { name, capabilities, translation }: Pick<SandboxProvider, 'name' | 'capabilities' | 'translation'>,
  sandbox: string,
): Note[] {
  if (name === 'embedded') return []
  const shared = translation?.(sandbox, exercise)
  const namespaces = namespacesOf(exercise)
  const here = shared ? namespacesOf(shared.toSandbox(exercise)) : namespaces
  const isMade = ({ kind }: { kind?: string }) => kind === 'Namespace'
  const isToGo = (check: Check) =>
    check.kind === 'resource' && check.resource === 'Namespace' && check.count === 0
  const notes: (Note | false)[] = [
    shared !== undefined && { id: 'shared', namespaces: here },
    shared !== undefined && !exercise.start.some(isMade) && { id: 'prepared' },
    shared !== undefined && exercise.tasks.some(({ checks }) => checks.some(isToGo)) && { id: 'deletes' },
    exercise.cni !== 'calico' && !capabilities.cniSwitchable && { id: 'plug-in' },
    exercise.externalHosts.length > 0 && !capabilities.externalHosts && { id: 'hosts' },
    exercise.hiddenPolicies.length > 0 && shared === undefined && { id: 'hidden' },
  ]
  return notes.filter(note => note !== false)
}
