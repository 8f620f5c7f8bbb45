// The production build, made again only when what goes into it changed: tracked sources, configuration, lock file.
// Content is read at run time, so lessons can be edited without a build.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { digest, quietly, read, remember, root } from './install.mjs'

const rooms = ['app', 'components', 'lib', 'messages', 'protocol', 'public', 'sandbox']
const files = ['next.config.js', 'package.json', 'package-lock.json', 'postcss.config.mjs', 'tsconfig.json']
const source = /(?<!\.test)\.(ts|tsx|js|mjs|cjs|css|json|svg|png|ico|woff2|txt)$/

/** Without git, too: a clone may come as an archive. Tests and what is generated do not go into the build. */
function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return path === join(root, 'lib', 'database', 'client') ? [] : sources(path)
    return source.test(entry.name) ? [path] : []
  })
}

/** Builds into `folder` (below the root) if anything changed since it was built. */
export async function build(folder, say = console.log) {
  const there = new Set(readdirSync(root))
  const wanted = digest([
    ...files.filter(file => there.has(file)).map(file => join(root, file)),
    ...rooms.filter(room => there.has(room)).flatMap(room => sources(join(root, room)).sort()),
  ])
  const note = join(root, folder, 'built-from')
  if (read(note) === wanted) return
  say('Building the pages (next build), this takes a minute after a change ...')
  await quietly(process.execPath, [join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'], {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    NETPOL_LAB_BUILD_DIR: folder,
  })
  remember(note, wanted)
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await build(process.env.NETPOL_LAB_BUILD_DIR || '.next')
