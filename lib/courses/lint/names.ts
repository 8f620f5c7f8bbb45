import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { isServed } from '@/sandbox/embedded/images/table'
import type { StartObject } from '@/sandbox/exercise'
import { isSlip } from '@/sandbox/netpol/mistakes'
import type { Lesson } from '../lesson'
import type { ContentProblem } from '../problem'
import { objectsInText } from './objects-in-text'

/** Namespaces that every cluster has. */
const systemNamespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system']

/** kubectl commands whose first argument is a pod. */
const podCommands = new Set(['attach', 'exec', 'logs', 'port-forward'])

type Container = { name?: string; image?: string }

/** Everything that a lesson starts from, those of its tasks as well. */
const startObjects = ({ exercise }: Lesson): StartObject[] => [
  ...exercise.start,
  ...exercise.tasks.flatMap(({ start = [] }) => start),
]

/** The first line of a start that has these words. */
function placeOf(root: string, directory: string, words: string): Pick<ContentProblem, 'file' | 'line'> {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter(path => /(^|[\\/])start[\\/][^\\/]+\.ya?ml$/.test(path))
    .sort()
  for (const path of files) {
    const lines = readFileSync(join(directory, path), 'utf8').split('\n')
    const index = lines.findIndex(line => line.includes(words))
    if (index >= 0) return { file: relative(root, join(directory, path)), line: index + 1 }
  }
  return { file: relative(root, join(directory, 'start')) }
}

/** Images of the start that the embedded cluster cannot pull. */
export function imageProblems(root: string, lesson: Lesson): ContentProblem[] {
  const images = startObjects(lesson).flatMap(object => {
    const spec = object.spec as {
      containers?: Container[]
      template?: { spec?: { containers?: Container[] } }
    }
    return [...(spec?.containers ?? []), ...(spec?.template?.spec?.containers ?? [])]
  })
  return [...new Set(images.flatMap(({ image }) => (image ? [image] : [])))]
    .filter(image => !isServed(image))
    .map(image => ({
      ...placeOf(root, lesson.directory, image),
      message: `image ${image}: no registry of the embedded cluster has it`,
    }))
}

/** Pods and namespaces that commands of the text name, and nobody made. */
export function nameProblems(lesson: Lesson): { index: number; message: string }[] {
  const said = objectsInText(lesson.mdx)
  const objects = [...startObjects(lesson), ...said.objects]
  const named = (wanted: string) =>
    objects.flatMap(({ kind, metadata }) => (kind === wanted && metadata?.name ? [metadata.name] : []))
  const namespaces = new Set([
    ...systemNamespaces,
    ...named('Namespace'),
    ...objects.flatMap(({ metadata }) => metadata?.namespace ?? []),
  ])
  // Who plays a role goes by its name where the learner has yet to make the pod.
  const pods = new Set([...named('Pod'), ...Object.keys(lesson.exercise.roles)])
  return said.commands.flatMap(({ index, words, namespace }) => {
    const problems: { index: number; message: string }[] = []
    const missing = (what: string, name: string, known: ReadonlySet<string>) => {
      const like = [...known].find(one => isSlip(name, one))
      const meant = like ? `; was ${like} meant?` : ''
      problems.push({ index, message: `there is no ${what} "${name}" in this lesson${meant}` })
    }
    if (namespace !== undefined && isPlain(namespace) && !namespaces.has(namespace))
      missing('namespace', namespace, namespaces)
    const [command = '', pod] = words
    if (
      podCommands.has(command) &&
      pod !== undefined &&
      isPlain(pod) &&
      !pods.has(pod) &&
      namespace !== 'kube-system'
    )
      missing('pod', pod, pods)
    return problems
  })
}

/** A name as it is, not a placeholder, a variable or `TYPE/NAME`. */
const isPlain = (word: string) => /^[a-z0-9][a-z0-9.-]*$/.test(word)
