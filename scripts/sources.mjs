import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { digest, root } from './install.mjs'

const configuration = ['package.json', 'package-lock.json', 'tsconfig.json']
const source = /(?<!\.test)\.(ts|tsx|js|mjs|cjs|css|json|svg|png|ico|woff2|txt)$/

/** Without git, too: a clone may come as an archive. Tests and what is generated do not go into a build. */
function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return path === join(root, 'lib', 'database', 'client') ? [] : sources(path)
    return source.test(entry.name) ? [path] : []
  })
}

/** SHA-256 of what goes into a build: the sources of these rooms, these files, packages and their configuration. */
export function sourcesDigest(rooms, files) {
  const there = new Set(readdirSync(root))
  return digest([
    ...[...configuration, ...files].filter(file => there.has(file)).map(file => join(root, file)),
    ...rooms.filter(room => there.has(room)).flatMap(room => sources(join(root, room)).sort()),
  ])
}
