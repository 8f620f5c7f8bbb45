// The production build, made again only when what goes into it changed: tracked sources, configuration, lock file.
// Content is read at run time, so lessons can be edited without a build.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { quietly, read, remember, root } from './install.mjs'
import { sourcesDigest } from './sources.mjs'

const rooms = ['app', 'components', 'lib', 'messages', 'protocol', 'public', 'sandbox']
const files = ['next.config.js', 'postcss.config.mjs']

/** Builds into `folder` (below the root) if anything changed since it was built. */
export async function build(folder, say = console.log) {
  const wanted = sourcesDigest(rooms, files)
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
