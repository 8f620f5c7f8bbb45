import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../../..')
let bundled: Promise<string> | undefined

/**
 * The worker as one JavaScript file, made on first use and kept under its content's hash: worker threads cannot load
 * TypeScript. It lies within the project, so that it finds the project's packages.
 */
export function workerFile(): Promise<string> {
  bundled ??= bundle()
  bundled.catch(() => {
    bundled = undefined
  })
  return bundled
}

async function bundle(): Promise<string> {
  const hash = createHash('sha256')
  for (const name of (await readdir(here)).sort())
    if (name.endsWith('.ts')) hash.update(name).update(await readFile(join(here, name)))
  const directory = join(root, '.cache', 'workers')
  const file = join(directory, `shell-${hash.digest('hex').slice(0, 16)}.mjs`)
  if (await stat(file).catch(() => undefined)) return file
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [join(here, 'worker.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['just-bash'],
    write: false,
    logLevel: 'silent',
  })
  await mkdir(directory, { recursive: true })
  // Whole or not at all, whoever else makes it at the same time.
  const partial = `${file}.${process.pid}`
  await writeFile(partial, outputFiles[0]!.text)
  await rename(partial, file)
  return file
}
