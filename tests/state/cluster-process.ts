import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { KubeConfig } from '@kubernetes/client-node'

const program = join(import.meta.dirname, '..', '..', 'bin', 'netpol-lab')

/** `netpol-lab cluster` in a process of its own, with its state in `directory`. */
export type ClusterProcess = {
  readonly kubeconfig: KubeConfig
  /** Ends it by a signal; resolves when it is gone. */
  end(signal: NodeJS.Signals): Promise<void>
  /** What it wrote on standard error. */
  complaints(): string
}

/** Starts one; rejects with what it said when it ends before it is ready. */
export async function startCluster(directory: string): Promise<ClusterProcess> {
  const file = join(directory, 'kubeconfig')
  rmSync(file, { force: true })
  const child = spawn(process.execPath, [
    program,
    'cluster',
    '--kubeconfig',
    file,
    '--data',
    join(directory, 'data'),
  ])
  let complaints = ''
  child.stderr.on('data', chunk => {
    complaints += chunk
  })
  const over = new Promise<void>(resolve => child.once('close', () => resolve()))
  await Promise.race([written(child), over])
  if (!existsSync(file)) throw new Error(complaints)
  const kubeconfig = new KubeConfig()
  kubeconfig.loadFromFile(file)
  return {
    kubeconfig,
    complaints: () => complaints,
    async end(signal) {
      child.kill(signal)
      await over
    },
  }
}

/** The first line on standard output comes when the cluster is ready. */
const written = (child: ChildProcess) =>
  new Promise<void>(resolve => child.stdout!.once('data', () => resolve()))
