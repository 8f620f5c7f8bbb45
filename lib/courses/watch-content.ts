import { watch } from 'node:fs'
import type { Disposable } from '@/sandbox/process'
import { fresh } from './course-source'

/** Calls back when a file of these directories changed and is read anew by whoever asks then; once for many at a time. */
export function watchContent(directories: readonly string[], changed: () => void): Disposable {
  let pending: NodeJS.Timeout | undefined
  const watchers = directories.map(directory =>
    watch(directory, { recursive: true }, () => {
      clearTimeout(pending)
      pending = setTimeout(changed, fresh + 50)
    }),
  )
  return {
    dispose() {
      clearTimeout(pending)
      for (const watcher of watchers) watcher.close()
    },
  }
}
