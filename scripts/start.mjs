// `npm start` (and `npm run dev`): installs, generates and builds what is missing, then serves. Plain JavaScript
// without imports from node_modules: on a fresh clone there are none.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build } from './build.mjs'
import { install, root } from './install.mjs'

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

const server = spawn(process.execPath, ['--import', 'tsx', join(root, 'server.ts')], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    NODE_ENV: dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    NETPOL_LAB_BUILD_DIR: folder,
  },
})
// A terminal sends Ctrl-C to both; the server ends by itself, and this process with it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal))
server.once('exit', (code, signal) =>
  process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)),
)
