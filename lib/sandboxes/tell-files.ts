import type { Disposable, FileSystem } from '@/sandbox/process'

/** Milliseconds in which changes of one file are told once: a loop that appends must not flood the viewers. */
const together = 100
/** Changes told in that time; a script that writes thousands of files is not news, file by file. */
const most = 50

/** Tells which files at or below the home directory changed, soon after they did. */
export function tellFiles(files: FileSystem, tell: (path: string) => void): Disposable {
  const changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    timer = undefined
    for (const path of changed) tell(path)
    changed.clear()
  }
  const watching = files.watch('/home/learner', path => {
    if (changed.size < most) changed.add(path)
    timer ??= setTimeout(flush, together)
  })
  return {
    dispose() {
      clearTimeout(timer)
      watching.dispose()
    },
  }
}
