import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = new URL('..', import.meta.url).pathname
const longestStart = 300_000

/** The product as a learner finds it, started by its own command. */
export interface Product {
  readonly url: string
  /** A link by which who opens it becomes administrator, made by the product's own command. */
  administratorLink(): Promise<string>
  /** Ends it as a power cut would, and starts it again on the same port with the same data. */
  killAndRestart(): Promise<void>
  stop(): Promise<void>
}

function started(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const timer = setTimeout(() => reject(new Error(`the product did not start:\n${said}`)), longestStart)
    const hear = (data: Buffer) => {
      said += data
      const url = /ready: (http:\S+)/.exec(said)?.[1]
      if (!url) return
      clearTimeout(timer)
      resolve(url)
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', code => {
      clearTimeout(timer)
      reject(new Error(`the product ended with ${code}:\n${said}`))
    })
  })
}

type Settings = Readonly<Record<string, string>>

function launch(directory: string, port: string, settings: Settings): ChildProcess {
  return spawn(process.execPath, [join(root, 'scripts', 'start.mjs')], {
    cwd: root,
    // A process group of its own, so that the whole product can be killed at once.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...settings,
      DATA_DIR: directory,
      PORT: port,
      HOST: '127.0.0.1',
      NETPOL_LAB_BUILD_DIR: process.env.NETPOL_LAB_BUILD_DIR || '.next-test',
    },
  })
}

function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise(resolve => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    process.kill(-child.pid!, signal)
  })
}

/** Starts the product with data of its own on a free port; `settings`: environment variables of it. */
export async function startProduct(settings: Settings = {}): Promise<Product> {
  const directory = await mkdtemp(join(tmpdir(), 'netpol-lab-e2e-'))
  let child = launch(directory, '0', settings)
  const url = await started(child)
  return {
    url,
    async administratorLink() {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [join(root, 'bin', 'netpol-lab'), 'administrator'],
        { env: { ...process.env, DATA_DIR: directory, PUBLIC_URL: url } },
      )
      return stdout.trim()
    },
    async killAndRestart() {
      await kill(child, 'SIGKILL')
      child = launch(directory, new URL(url).port, settings)
      await started(child)
    },
    async stop() {
      await kill(child, 'SIGTERM')
      await rm(directory, { recursive: true, force: true })
    },
  }
}
