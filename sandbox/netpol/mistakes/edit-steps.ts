import type { Message } from '../model'
import type { Objects } from './context'
import { type Path, pathText, type WrittenPolicy, yamlText } from './policy'

/** One thing to change, as a learner would: a field of a policy, a policy as a whole, or a label of a namespace. */
export type EditStep = { policy: string; path: string; message: Message; edit?: string }

type Named = { metadata: { name: string; namespace: string } }

const nameOf = ({ metadata }: Named) => `${metadata.namespace}/${metadata.name}`

/** What tells one state of the policies and namespaces from another, in the fewest and deepest places. */
export function editSteps(before: Objects, after: Objects): EditStep[] {
  const stays = new Map(after.policies.map(policy => [nameOf(policy), policy]))
  const were = new Set(before.policies.map(nameOf))
  const added = after.policies.filter(policy => !were.has(nameOf(policy)))
  const moved = new Set<WrittenPolicy>()
  const changes = before.policies.flatMap(policy => {
    const now = stays.get(nameOf(policy))
    if (now) return now === policy ? [] : changesOf(policy, now)
    const there = added.find(one => one.metadata.name === policy.metadata.name && !moved.has(one))
    if (!there) return [deleted(policy)]
    moved.add(there)
    return changesOf(policy, there)
  })
  return [...changes, ...added.filter(policy => !moved.has(policy)).map(addedStep), ...labels(before, after)]
}

const step = (policy: Named, path: Path, how: string, edit?: string): EditStep => ({
  policy: nameOf(policy),
  path: pathText(path),
  message: {
    id: `grader.edit.${how}`,
    params: { policy: nameOf(policy), path: pathText(path), edit: edit ?? '' },
  },
  ...(edit !== undefined && { edit }),
})

const changesOf = (before: WrittenPolicy, after: WrittenPolicy): EditStep[] =>
  differences(before, after, []).map(({ path, value }) =>
    value === undefined ? step(before, path, 'remove') : step(before, path, 'set', yamlText(value)),
  )

const deleted = (policy: WrittenPolicy): EditStep => {
  const { name, namespace } = policy.metadata
  return step(policy, [], 'command', `kubectl delete networkpolicy ${name} -n ${namespace}`)
}

const addedStep = (policy: WrittenPolicy): EditStep => step(policy, ['spec'], 'add', yamlText(policy.spec))

function labels(before: Objects, after: Objects): EditStep[] {
  return after.namespaces.flatMap((namespace, index) => {
    const had = before.namespaces[index]?.metadata?.labels ?? {}
    const name = namespace.metadata?.name ?? ''
    return Object.entries(namespace.metadata?.labels ?? {})
      .filter(([key, value]) => had[key] !== value)
      .map(([key, value]) =>
        step(
          { metadata: { name, namespace: '' } },
          ['metadata', 'labels'],
          'command',
          `kubectl label namespace ${name} ${key}=${value}`,
        ),
      )
  })
}

type Difference = { path: Path; value: unknown }
type Container = Readonly<Record<string | number, unknown>>

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null

function differences(before: unknown, after: unknown, path: Path): Difference[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const alike =
    isContainer(before) &&
    isContainer(after) &&
    Array.isArray(before) === Array.isArray(after) &&
    (!Array.isArray(before) || before.length === (after as unknown as unknown[]).length)
  if (!alike) return [{ path, value: after }]
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...keys].flatMap(key => {
    const place = Array.isArray(before) ? Number(key) : key
    return differences(before[place], after[place], [...path, place])
  })
}
