import type { Course } from '@/lib/courses'
import type { ClusterNews, ClusterReport } from '@/protocol'
import type { KubernetesClient } from '@/sandbox/client'
import { assess, examine, verdict } from '@/sandbox/kubernetes/doctor'
import { lessonImages } from './lesson-images'

/** What the cluster that learners share can do for lessons, for those who give them. */
export interface ClusterDoctor {
  /** What is known: whether learners are kept apart, and the last examination. */
  now(): ClusterNews
  /** Examines it, which takes up to some minutes; whoever asks meanwhile gets the same answer. */
  examine(): Promise<ClusterReport>
}

export type ClusterDoctorOptions = {
  client: KubernetesClient
  courses: () => Promise<readonly Course[]>
  /** Does a wall keep learners apart? Null: there is one learner. */
  walled: boolean | null
}

/** Milliseconds that something may take until it counts as not working. */
const patience = 30_000

export function createClusterDoctor({ client, courses, walled }: ClusterDoctorOptions): ClusterDoctor {
  let last: ClusterReport | null = null
  let running: Promise<ClusterReport> | undefined
  const look = async (): Promise<ClusterReport> => {
    const rows = assess(await examine(client, { images: lessonImages(await courses()), patience }))
    last = { examinedAt: Date.now(), ...verdict(rows), rows: rows.map(row => ({ ...row })) }
    return last
  }
  return {
    now: () => ({ walled, report: last }),
    examine() {
      running ??= look().finally(() => {
        running = undefined
      })
      return running
    },
  }
}
