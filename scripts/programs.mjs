// What runs outside Next, as JavaScript: the server, the commands, the bench. Made with esbuild when its sources changed
// (under a second), so that a start reads a few files instead of a thousand.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './install.mjs'
import { sourcesDigest } from './sources.mjs'

const entries = { server: 'server.ts', 'netpol-lab': 'bin/main.ts', bench: 'bench/main.ts' }
const rooms = ['bench', 'bin', 'gateway', 'lib', 'messages', 'protocol', 'sandbox']
const kept = 9

/**
 * Imports the program of that name, building it first if anything changed. Each by itself: the commands work where the
 * server's database client is not generated yet.
 */
export async function load(name) {
  const folder = join(root, '.cache', 'programs')
  const built = join(folder, `${name}-${sourcesDigest(rooms, ['server.ts']).slice(0, 16)}`)
  if (!existsSync(built)) await build(name, folder, built)
  return import(pathToFileURL(join(built, `${name}.mjs`)))
}

async function build(name, folder, built) {
  const { build: bundle } = await import('esbuild')
  mkdirSync(folder, { recursive: true })
  const partial = mkdtempSync(join(folder, 'partial-'))
  try {
    await bundle({
      absWorkingDir: root,
      entryPoints: [{ in: entries[name], out: name }],
      outdir: partial,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      packages: 'external',
      // Else a missing file of ours would count as a package.
      alias: { '@': root },
      platform: 'node',
      format: 'esm',
      target: 'node20',
      sourcemap: true,
      plugins: [ownAddress(partial)],
    })
    // Whole or not at all, whoever else makes it at the same time.
    if (!existsSync(built)) renameSync(partial, built)
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
  forgetOlder(folder)
}

/** A file that reads what lies beside it finds it from the bundle, too. */
const ownAddress = outdir => ({
  name: 'own-address',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
      if (!text.includes('import.meta.url')) return undefined
      const address = `new URL(${JSON.stringify(relative(outdir, path))}, import.meta.url).href`
      return {
        contents: text.replaceAll('import.meta.url', address),
        loader: 'ts',
        resolveDir: dirname(path),
      }
    })
  },
})

/** A server that runs loads parts later: the builds before this one stay for a while. */
function forgetOlder(folder) {
  const builds = readdirSync(folder).map(name => join(folder, name))
  const age = path => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
  for (const path of builds.sort((a, b) => age(b) - age(a)).slice(kept))
    rmSync(path, { recursive: true, force: true })
}
