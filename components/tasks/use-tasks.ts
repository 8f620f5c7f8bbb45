import { useEffect, useRef, useState } from 'react'
import { useLive } from '@/components/live/live-context'
import { checkTask } from '@/components/request/sandbox'
import type { LessonPage } from '@/protocol'
import type { TaskResult } from '@/sandbox/exercise'
import type { Answers } from './questions/use-answers'

export type Task = LessonPage['exercise']['tasks'][number]

/** `checked`: the answers that a press of Check on this page has sent. */
type Found = Readonly<Record<string, { result: TaskResult; checked?: Answers }>>

/** What was found before the page was loaded. */
const lastResults = (tasks: readonly Task[]): Found =>
  Object.fromEntries(
    tasks.flatMap(({ id, lastResult }) => (lastResult ? [[id, { result: lastResult }]] : [])),
  )

/** The lesson's tasks: which is open, what was passed, and the check that runs or ran. */
export function useTasks(page: LessonPage) {
  const { tasks } = page.exercise
  const inLesson = useLive(state => state.sandbox?.lesson) === page.lesson.slug
  const opened = useLive(state => state.sandbox?.task)
  const passedNow = useLive(state => state.passed)
  const grading = useLive(state => state.grading)
  const startedAt = useLive(state => state.sandbox?.startedAt)
  const [current, setCurrent] = useState(page.task)
  const [results, setResults] = useState(() => lastResults(tasks))
  const start = useRef(page.startedAt)
  const [checking, setChecking] = useState(false)
  const [error, setError] = useState<string>()
  const busy = useRef(false)

  useEffect(() => {
    if (inLesson && opened && tasks.some(({ id }) => id === opened)) setCurrent(opened)
  }, [inLesson, opened, tasks])

  useEffect(() => {
    if (!startedAt || startedAt === start.current) return
    start.current = startedAt
    setResults({})
  }, [startedAt])

  // A check that another tab asked for.
  useEffect(() => {
    const found = grading?.result
    if (!found || busy.current) return
    setResults(before => {
      const known = before[found.id]
      const same = known && JSON.stringify(known.result) === JSON.stringify(found)
      return same ? before : { ...before, [found.id]: { result: found } }
    })
  }, [grading])

  const task = tasks.find(({ id }) => id === current) ?? tasks[0]!
  const passed = (id: string) =>
    results[id]?.result.outcome === 'passed' ||
    (inLesson && passedNow.has(id)) ||
    tasks.find(one => one.id === id)?.state === 'passed'

  const check = async (answers: Record<string, string>) => {
    if (busy.current) return
    busy.current = true
    setChecking(true)
    setError(undefined)
    setResults(({ [task.id]: _, ...others }) => others)
    try {
      const result = await checkTask(page.sandbox, page.lesson.slug, task.id, answers)
      setResults(before => ({ ...before, [task.id]: { result, checked: answers } }))
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : String(problem))
    } finally {
      busy.current = false
      setChecking(false)
    }
  }

  const mine = grading?.task === task.id ? grading : null
  return {
    task,
    passed,
    check,
    checking,
    error,
    result: results[task.id]?.result,
    /** Whether the result answers a press of Check on this page, rather than one before a reload or in another tab. */
    own: results[task.id]?.checked !== undefined,
    /** The answers that it is about, if it is `own`. */
    checked: results[task.id]?.checked,
    progress: checking && mine ? { done: mine.checked.size, planned: mine.planned.length } : undefined,
    next: tasks[tasks.findIndex(({ id }) => id === task.id) + 1],
  }
}
