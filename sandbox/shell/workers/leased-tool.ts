import {
  FileError,
  type FileSystem,
  type Process,
  type Program,
  readAll,
  resolvePath,
  TooLarge,
} from '../../process'
import type { DoneMessage, FileAnswer, FileOperation, FromWorker, RunMessage } from './messages'
import { leaseWorker } from './pool'

/** Bytes of stdin that a tool takes: it sees its input only when it has all of it. */
const largestInput = 16_000_000
/** Milliseconds that a tool may run. */
const longestRun = 10_000

/** A tool of just-bash's as a program: it runs in a worker leased for this one run. */
export const leasedTool: Program = async process => {
  const { argv, stderr, stdout, signal } = process
  const name = (argv[0] ?? '').replace(/^.*\//, '')
  let stdin: Uint8Array
  try {
    // A terminal is read only by a tool that has no file to read: it is not asked before that is known.
    stdin =
      process.stdin.tty && namesFiles(argv) ? new Uint8Array(0) : await readAll(process.stdin, largestInput)
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error
    await stderr.write(`${name}: input too large: more than ${largestInput / 1_000_000} MB\n`)
    return 1
  }
  if (signal.aborted) return 130
  const done = await run(process, name, stdin)
  if (done === 'runaway') {
    await stderr.write(`${name}: killed: ran for more than ${longestRun / 1000} s\n`)
    return 137
  }
  if (done === 'lost') {
    await stderr.write(`${name}: killed: out of memory\n`)
    return 137
  }
  if (done === undefined) return 130
  if (done.stdout.length > 0) await stdout.write(done.stdout)
  if (done.stderr.length > 0) await stderr.write(done.stderr)
  return done.status
}

/** Whether the command line names files or directories, so that stdin is not what is read. */
function namesFiles(argv: readonly string[]): boolean {
  const operands = argv.slice(1).filter(arg => !arg.startsWith('-'))
  const needed = ['awk', 'sed', 'jq', 'yq'].includes(argv[0] ?? '') ? 2 : 1
  return operands.length >= needed || ['find', 'tree', 'du', 'expr'].includes(argv[0] ?? '')
}

async function run(
  { argv, env, cwd, files, signal }: Process,
  name: string,
  stdin: Uint8Array,
): Promise<DoneMessage | 'runaway' | 'lost' | undefined> {
  const lease = await leaseWorker(signal).catch(error => {
    if (signal.aborted) return undefined
    throw error
  })
  if (!lease) return undefined
  const { worker } = lease
  let timer: NodeJS.Timeout | undefined
  let interrupt = () => {}
  try {
    const ended = await new Promise<DoneMessage | 'runaway' | 'lost' | undefined>(resolve => {
      timer = setTimeout(() => resolve('runaway'), longestRun)
      interrupt = () => resolve(undefined)
      signal.addEventListener('abort', interrupt)
      if (signal.aborted) interrupt()
      worker.on('error', () => resolve('lost'))
      worker.on('message', (message: FromWorker) => {
        if (message.type === 'done') resolve(message)
        else if (message.type === 'file')
          void answer(files, cwd, message).then(result =>
            worker.postMessage({ type: 'answer', id: message.id, ...result } as FileAnswer),
          )
      })
      const command: RunMessage = { type: 'run', argv: [name, ...argv.slice(1)], env, cwd, stdin }
      worker.postMessage(command)
    })
    if (typeof ended === 'object') lease.release()
    else lease.kill()
    return ended
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', interrupt)
  }
}

type Result = { value: unknown } | { error: { code: string; message: string } }

async function answer(files: FileSystem, cwd: string, request: FileOperation): Promise<Result> {
  const path = resolvePath(cwd, request.path)
  try {
    switch (request.operation) {
      case 'write':
        await files.write(path, request.content, { append: request.append })
        return { value: undefined }
      case 'makeDirectory':
        await files.makeDirectory(path, { recursive: request.recursive })
        return { value: undefined }
      case 'remove':
        await files.remove(path, { recursive: request.recursive, force: request.force })
        return { value: undefined }
      case 'rename':
        await files.rename(path, resolvePath(cwd, request.to))
        return { value: undefined }
      case 'chmod':
        await files.chmod(path, request.mode)
        return { value: undefined }
      case 'symlink':
        await files.symlink(request.target, path)
        return { value: undefined }
      default:
        return { value: await files[request.operation](path) }
    }
  } catch (error) {
    const code = error instanceof FileError ? error.code : 'EIO'
    return { error: { code, message: error instanceof Error ? error.message : String(error) } }
  }
}
