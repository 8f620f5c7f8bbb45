import { parentPort } from 'node:worker_threads'
import { Bash, type ExecResult, latin1FromBytes, stdoutAsBytes } from 'just-bash'
import type { FileAnswer, FromWorker, RunMessage, ToWorker } from './messages'
import { createRemoteFiles, outputPath } from './remote-files'

/**
 * The worker's side: runs one of just-bash's tools at a time, with its whole input, on files that are asked for by
 * message. just-bash's own protection stays on; it has no network and no interpreter of another language.
 */
const port = parentPort!
const send = (message: FromWorker) => port.postMessage(message)
const waiting = new Map<number, (answer: FileAnswer) => void>()
let nextId = 1

let output: Uint8Array[] = []
const files = createRemoteFiles(
  operation => {
    const id = nextId++
    return new Promise((resolve, reject) => {
      waiting.set(id, answer => {
        if ('error' in answer)
          reject(Object.assign(new Error(answer.error.message), { code: answer.error.code }))
        else resolve(answer.value)
      })
      send({ type: 'file', id, ...operation })
    })
  },
  bytes => output.push(bytes),
)

port.on('message', (message: ToWorker) => {
  if (message.type === 'run') {
    void run(message)
    return
  }
  waiting.get(message.id)?.(message)
  waiting.delete(message.id)
})

/** Tools whose output need not be text. */
const binary = new Set(['base64', 'gunzip', 'gzip', 'tar', 'zcat'])

async function run({ argv, env, cwd, stdin }: RunMessage): Promise<void> {
  const bash = new Bash({
    fs: files,
    cwd,
    env: { ...env },
    executionLimits: {
      maxOutputSize: 16_000_000,
      maxStringLength: 32_000_000,
      maxExecutionTimeMs: 30_000,
      maxLiveBytes: 128_000_000,
    },
  })
  try {
    const [name = '', ...args] = argv
    output = []
    // What just-bash answers is text; bytes that are none only survive a redirection.
    const result = await bash.exec(binary.has(name) ? `${name} > ${outputPath}` : name, {
      args,
      cwd,
      // Its own tools are found where the sandbox's files have no directory of programs.
      env: { ...env, PATH: '/no/programs' },
      replaceEnv: true,
      stdin: Buffer.from(stdin).toString('latin1'),
      stdinKind: 'bytes',
    })
    send({
      type: 'done',
      stdout: binary.has(name) ? Buffer.concat(output) : bytesOf(result),
      stderr: new TextEncoder().encode(result.stderr.replace(/^bash: (?:line \d+: )?/gm, '')),
      status: result.exitCode,
    })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    send({
      type: 'done',
      stdout: new Uint8Array(0),
      stderr: new TextEncoder().encode(`${argv[0]}: ${message}\n`),
      status: 1,
    })
  }
}

function bytesOf(result: ExecResult): Uint8Array {
  return Buffer.from(latin1FromBytes(stdoutAsBytes(result)), 'latin1')
}

send({ type: 'ready' })
