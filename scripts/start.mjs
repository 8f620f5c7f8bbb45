// `npm start` (and `npm run dev`): installs, generates and builds what is missing, then serves. Plain JavaScript
// without imports from node_modules: on a fresh clone there are none.
import { build } from './build.mjs'
import { install, read, root } from './install.mjs'
import { load } from './programs.mjs'

const least = [20, 9]
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < least[0] || (major === least[0] && minor < least[1])) {
  console.error(`netpol-lab needs Node ${least.join('.')} or newer; this is ${process.versions.node}`)
  process.exit(1)
}

const dev = process.argv.includes('--dev')
const folder = process.env.NETPOL_LAB_BUILD_DIR || (dev ? '.next-dev' : '.next')
try {
  await install()
  if (!dev) await build(folder)
} catch (error) {
  console.error(error.message)
  process.exit(1)
}

Object.assign(process.env, {
  NODE_ENV: dev ? 'development' : 'production',
  NEXT_TELEMETRY_DISABLED: '1',
  NETPOL_LAB_BUILD_DIR: folder,
})
process.chdir(root)

// When npm is killed outright it cannot tell us: without it nobody would end this process, which holds the port.
if (process.env.npm_lifecycle_event) {
  const starter = ancestors()
  setInterval(() => ancestors() === starter || process.kill(process.pid, 'SIGTERM'), 500).unref()
}

console.log('Starting the server ...')
// The server runs in this process.
await load('server')

/** Our parent, and its parent where that can be read: npm runs scripts by a shell, which outlives it. */
function ancestors() {
  const stat = read(`/proc/${process.ppid}/stat`) ?? ''
  return `${process.ppid} ${stat.slice(stat.lastIndexOf(')')).split(' ')[2] ?? ''}`
}
