import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { isServed } from '@/sandbox/embedded/images/table'
import type { StartObject } from '@/sandbox/exercise'
import { isSlip } from '@/sandbox/netpol/mistakes'
import type { Lesson } from '../lesson'
import type { ContentProblem } from '../problem'
import { manifests, objectsInText } from './objects-in-text'

/** Namespaces that every cluster has. */
const systemNamespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system']

/** kubectl commands whose first argument is a pod. */
const podCommands = new Set(['attach', 'exec', 'logs', 'port-forward'])

/** kubectl commands that name objects behind their type, and the types that a lesson's text is looked through for. */
const namingCommands = new Set(['annotate', 'delete', 'describe', 'edit', 'get', 'label', 'patch'])
const kinds: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Pod: 'pod pods po',
    Namespace: 'namespace namespaces ns',
    NetworkPolicy: 'networkpolicy networkpolicies netpol',
    Service: 'service services svc',
  }).flatMap(([kind, words]) => words.split(' ').map(word => [word, kind] as const)),
)

/** Objects that every cluster has. */
const systemServices = ['kube-dns', 'kubernetes']

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

/** Objects that commands of the text name, and nobody made. */
export function nameProblems(lesson: Lesson): { index: number; message: string }[] {
  const said = objectsInText(lesson.mdx)
  const files = Object.entries(lesson.home).filter(([path]) => /\.ya?ml$/.test(path))
  const objects = [...startObjects(lesson), ...said.objects, ...files.flatMap(([, text]) => manifests(text))]
  const named = (wanted: string) =>
    objects.flatMap(({ kind, metadata }) => (kind === wanted && metadata?.name ? [metadata.name] : []))
  const known: Readonly<Record<string, ReadonlySet<string>>> = {
    Namespace: new Set([
      ...systemNamespaces,
      ...named('Namespace'),
      ...objects.flatMap(({ metadata }) => metadata?.namespace ?? []),
    ]),
    // Who plays a role goes by its name where the learner has yet to make the pod.
    Pod: new Set([...named('Pod'), ...Object.keys(lesson.exercise.roles)]),
    NetworkPolicy: new Set(named('NetworkPolicy')),
    Service: new Set([...systemServices, ...named('Service')]),
  }
  return said.commands.flatMap(({ index, words, namespace }) => {
    const [command = '', first = '', ...names] = words
    const kind = namingCommands.has(command) ? kinds.get(first) : undefined
    const elsewhere = namespace === 'kube-system'
    const mentioned = [
      ...(namespace === undefined ? [] : [{ kind: 'Namespace', name: namespace }]),
      ...(podCommands.has(command) && !elsewhere ? [{ kind: 'Pod', name: first }] : []),
      ...(kind && !elsewhere ? names.map(name => ({ kind, name })) : []),
    ]
    return mentioned
      .filter(({ kind, name }) => isPlain(name) && !known[kind]!.has(name))
      .map(({ kind, name }) => {
        const like = [...known[kind]!].find(one => isSlip(name, one))
        const meant = like ? `; was ${like} meant?` : ''
        return { index, message: `there is no ${kind.toLowerCase()} "${name}" in this lesson${meant}` }
      })
  })
}

/** A name as it is, not a placeholder, a variable or `TYPE/NAME`. */
const isPlain = (word: string) => /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(word)
