// `npm test`: everything; `npm run validate` (--quick): without the build and the browser. Sets itself up.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from './chromium.mjs'
import { install, root } from './install.mjs'

const quick = process.argv.includes('--quick')
const reports = join(root, '.cache', 'test')
const report = name => join(reports, `${name}.json`)
const environment = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: '1',
  // Beside a running `npm start` nothing may meet: own build folder, data directories of their own, free ports.
  NETPOL_LAB_BUILD_DIR: '.next-test',
}

/** A step passes or fails as one, unless it counts: then its report tells how many of its tests passed and failed. */
const steps = [
  { title: 'Format and lint', command: ['npx', 'biome', 'check', '--error-on-warnings', '.'] },
  { title: 'Types', command: ['npx', 'tsc', '--noEmit'] },
  {
    title: 'Import rules',
    command: [
      'npx',
      'depcruise',
      '--config',
      '.dependency-cruiser.cjs',
      'app',
      'components',
      'gateway',
      'lib',
      'messages',
      'protocol',
      'sandbox',
      'bin',
      'server.ts',
    ],
  },
  { title: 'Content', command: [process.execPath, 'bin/netpol-lab', 'lint', 'content', '--quick'] },
  {
    title: 'Unit and integration tests',
    command: [
      'npx',
      'vitest',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report('vitest')}`,
    ],
    count: () => {
      const { numPassedTests, numFailedTests, numFailedTestSuites } = read('vitest')
      return { passed: numPassedTests, failed: numFailedTests || numFailedTestSuites }
    },
  },
  { title: 'Production build', command: [process.execPath, 'scripts/build.mjs'], slow: true },
  {
    title: 'Browser journeys',
    command: ['npx', 'playwright', 'test', '--reporter=list,json'],
    environment: () => ({
      PLAYWRIGHT_CHROMIUM: chromium(),
      PLAYWRIGHT_JSON_OUTPUT_NAME: report('playwright'),
    }),
    count: () => {
      const { expected, flaky, unexpected } = read('playwright').stats
      return { passed: expected + flaky, failed: unexpected }
    },
    slow: true,
  },
]

const read = name => JSON.parse(readFileSync(report(name), 'utf8'))

function runStep({ title, command, environment: more, count }) {
  console.log(`\n== ${title}`)
  try {
    const { status } = spawnSync(command[0], command.slice(1), {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...environment, ...more?.() },
    })
    if (!count) return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 }
    const counted = count()
    return status === 0 || counted.failed > 0 ? counted : { ...counted, failed: 1 }
  } catch (error) {
    console.error(`${title}: ${error.message}`)
    return { passed: 0, failed: 1 }
  }
}

await install()
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })
if (!existsSync(join(root, 'next-env.d.ts')))
  spawnSync('npx', ['next', 'typegen'], { cwd: root, env: environment })

const total = { passed: 0, failed: 0 }
for (const step of steps) {
  if (quick && step.slow) continue
  const { passed, failed } = runStep(step)
  total.passed += passed
  total.failed += failed
  if (failed) console.error(`${step.title}: ${failed} failed`)
}
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed ? 1 : 0
