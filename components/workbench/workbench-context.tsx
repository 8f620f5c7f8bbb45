'use client'

import { createContext, type ReactNode, use, useState, useSyncExternalStore } from 'react'
import type { LessonPage } from '@/protocol'
import { Workbench, type WorkbenchView } from './workbench'

/** Where one lesson's panes stand. */
export type LessonPlace = {
  sandbox: string
  course: string
  lesson: string
  /** Fills placeholders and notes. */
  namespace: string
  /** Outside the cluster, named by the exercise. */
  addresses?: readonly string[]
  /** What the lesson asks before the first probe. */
  prediction?: LessonPage['exercise']['prediction']
}

const WorkbenchContext = createContext<Workbench | null>(null)
const PlaceContext = createContext<LessonPlace | null>(null)

export function WorkbenchProvider({ place, children }: { place: LessonPlace | null; children: ReactNode }) {
  const [workbench] = useState(() => new Workbench())
  return (
    <PlaceContext value={place}>
      <WorkbenchContext value={place ? workbench : null}>{children}</WorkbenchContext>
    </PlaceContext>
  )
}

/** A lesson's place to look at, with nothing to type into. */
export const PlaceProvider = ({ place, children }: { place: LessonPlace; children: ReactNode }) => (
  <PlaceContext value={place}>{children}</PlaceContext>
)

/** Null where there is no sandbox (a lesson read without having started). */
export const useWorkbench = (): Workbench | null => use(WorkbenchContext)

export const useLessonPlace = (): LessonPlace | null => use(PlaceContext)

const nothing = () => () => {}
const still: WorkbenchView = { pane: 'lesson', tool: 'terminal' }

export function useWorkbenchView(): WorkbenchView {
  const workbench = useWorkbench()
  return useSyncExternalStore(
    workbench?.subscribe ?? nothing,
    () => workbench?.view() ?? still,
    () => still,
  )
}
