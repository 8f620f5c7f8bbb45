import type { FileStat } from '../../process'
import type { Context } from '../state/context'

type Test = (stat: FileStat) => boolean

const tests: Readonly<Record<string, Test>> = {
  '-a': () => true,
  '-e': () => true,
  '-f': stat => stat.kind === 'file',
  '-d': stat => stat.kind === 'directory',
  '-s': stat => stat.size > 0,
  '-r': stat => (stat.mode & 0o444) !== 0,
  '-w': stat => (stat.mode & 0o222) !== 0,
  '-x': stat => (stat.mode & 0o111) !== 0,
  '-u': stat => (stat.mode & 0o4000) !== 0,
  '-g': stat => (stat.mode & 0o2000) !== 0,
  '-k': stat => (stat.mode & 0o1000) !== 0,
  '-O': () => true,
  '-G': () => true,
  '-N': () => false,
  '-b': () => false,
  '-c': () => false,
  '-p': () => false,
  '-S': () => false,
}

/** `-e`, `-f`, `-d` and their like. A file that cannot be asked fails the test. */
export async function testFile(context: Context, operator: string, path: string): Promise<boolean> {
  if (path === '') return false
  const at = context.path(path)
  if (operator === '-c' && /^\/dev\/(null|zero|full|tty|stdin|stdout|stderr)$/.test(at)) return true
  if ((operator === '-e' || operator === '-r' || operator === '-w') && at === '/dev/null') return true
  try {
    if (operator === '-h' || operator === '-L')
      return (await context.session.files.lstat(at)).kind === 'symlink'
    return tests[operator]?.(await context.session.files.stat(at)) ?? false
  } catch {
    return false
  }
}

/** `-nt`, `-ot`, `-ef`. */
export async function compareFiles(
  context: Context,
  operator: string,
  left: string,
  right: string,
): Promise<boolean> {
  const stat = (path: string) => context.session.files.stat(context.path(path)).catch(() => undefined)
  const [one, other] = [await stat(left), await stat(right)]
  if (operator === '-ef') return one !== undefined && context.path(left) === context.path(right)
  if (operator === '-nt') return one !== undefined && (other === undefined || one.modified > other.modified)
  return other !== undefined && (one === undefined || one.modified < other.modified)
}
