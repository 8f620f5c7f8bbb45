import { posix } from 'node:path'
import type { Lesson } from '@/lib/courses'
import type { FileSystem } from '@/sandbox/process'

export const home = '/home/learner'

/** Puts a lesson's files into the home directory where there are none; what the learner wrote is never replaced. */
export async function putHomeFiles(files: FileSystem, lesson: Lesson): Promise<void> {
  for (const [path, content] of Object.entries(lesson.home)) {
    const target = posix.join(home, path)
    const there = await files.stat(target).then(
      () => true,
      () => false,
    )
    if (there) continue
    await files.makeDirectory(posix.dirname(target), { recursive: true })
    await files.write(target, content)
  }
}
