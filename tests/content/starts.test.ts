import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadCourses } from '@/lib/courses'

type Ports = { containerPort?: number; name?: string; protocol?: string }[]
type Item = {
  kind: string
  metadata: { name: string; namespace?: string; labels?: Record<string, string> }
  spec?: { containers?: { ports?: Ports }[]; clusterIP?: string; selector?: unknown; ports?: object[] }
}

const lessons = (await loadCourses('content')).flatMap(course => course.lessons)
const given = readdirSync('tests/exercises').filter(file =>
  lessons.some(({ slug }) => file.startsWith(`${slug}.`) || file.startsWith(`${slug}--`)),
)

/** What an exercise fixes of an object; images and commands are the content's. */
function essence({ kind, metadata, spec }: Item) {
  const base = { kind, name: metadata.name, namespace: metadata.namespace, labels: metadata.labels }
  if (kind === 'Pod')
    return {
      ...base,
      ports: (spec?.containers ?? [])
        .flatMap(({ ports }) => ports ?? [])
        .map(({ protocol = 'TCP', ...port }) => ({ ...port, protocol })),
    }
  if (kind === 'Service')
    return { ...base, spec: { ...spec, ports: spec?.ports?.map(port => ({ protocol: 'TCP', ...port })) } }
  return { ...base, spec }
}

const sorted = (items: readonly Item[]) =>
  items.map(essence).sort((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)))

describe('start states', () => {
  it.each(given)('%s is what its lesson starts from', file => {
    const { items } = JSON.parse(readFileSync(`tests/exercises/${file}`, 'utf8')) as { items: Item[] }
    const lesson = lessons.find(({ slug }) => file.startsWith(slug))
    const task = /--(.+)\.json$/.exec(file)?.[1]
    const start = lesson?.exercise.tasks.find(({ id }) => id === task)?.start ?? lesson?.exercise.start ?? []
    expect(sorted(start as unknown as Item[])).toEqual(sorted(items))
  })
})
