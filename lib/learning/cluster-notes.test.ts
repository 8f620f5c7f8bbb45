import { expect, it } from 'vitest'
import { loadCourses } from '@/lib/courses'
import { toLiteral, toShared } from '@/sandbox/kubernetes/tenancy'
import type { Capabilities, SandboxProvider } from '@/sandbox/provider'
import { clusterNotes } from './cluster-notes'

const lessons = (await loadCourses('content')).flatMap(course => course.lessons)
const capabilities: Capabilities = {
  ...{ cniSwitchable: false, externalHosts: false, flowLog: false, makesNamespaces: false, probeTimeout: 1 },
}
const notesOf = (number: string, provider: Pick<SandboxProvider, 'name' | 'translation'>) =>
  clusterNotes(
    lessons.find(lesson => lesson.number === number)!.exercise,
    { ...provider, capabilities },
    'one',
  ).map(({ id }) => id)

const shared: Pick<SandboxProvider, 'name' | 'translation'> = {
  name: 'kubernetes',
  translation: (id, exercise) => ({ toSandbox: toShared(exercise, id), toLesson: toLiteral(exercise, id) }),
}

it('nothing is said of the embedded cluster', () => {
  for (const { number } of lessons) expect(notesOf(number, { name: 'embedded' })).toEqual([])
})

it('says what a real cluster changes in a lesson', () => {
  const own = { name: 'kubernetes' as const }
  expect(notesOf('03', own)).toEqual(['plug-in'])
  expect(notesOf('12', own)).toEqual(['hosts'])
  expect(notesOf('16', own)).toEqual(['hidden'])
  expect(notesOf('05', own)).toEqual([])
  expect(notesOf('04', shared)).toEqual(['shared', 'prepared'])
  expect(notesOf('16', shared)).toEqual(['shared'])
  expect(notesOf('18', shared)).toEqual(['shared', 'deletes'])
})
