import { mkdirSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { KubeConfig } from '@kubernetes/client-node'
import { loadCourses } from '@/lib/courses'
import { kubeConfigFor } from '@/sandbox/client'
import { createEmbeddedProvider } from '@/sandbox/embedded/provider'
import { openAsPlatform } from '@/sandbox/kubernetes/platform-account.fixture'
import type { Tenancy } from '@/sandbox/kubernetes/settings'
import { batchesOf } from './batches'
import { type Comparison, compare } from './compare'
import { playsOf } from './plays'
import { realProvider } from './real-provider'
import { tableOf } from './table'

const usage = `Usage: npm run test:cluster:lessons -- [--lesson NN ...] [--kind KIND ...] [--jobs N] [--minutes N] [--table FILE]
                                               [--tenancy own|shared] [--probe-image IMAGE] [--without-wall]

Plays every solution, alternative and wrong answer (or those KINDs only) of every lesson on the cluster that KUBECONFIG
names, and on the embedded one, and compares what is computed and observed of every flow. What could not be told is
played once more. After so many minutes no more are begun, and it says what was left. Exit status 1 if an answer does not
end as it should, a flow differs, or half of the answers could not be told.
`

const { values } = parseArgs({
  options: {
    lesson: { type: 'string', multiple: true },
    kind: { type: 'string', multiple: true },
    jobs: { type: 'string', default: '4' },
    minutes: { type: 'string', default: 'Infinity' },
    tenancy: { type: 'string', default: 'shared' },
    table: { type: 'string' },
    'probe-image': { type: 'string' },
    'without-wall': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(usage)
  process.exit(0)
}

const config = new KubeConfig()
config.loadFromDefault()
const tenancy = values.tenancy as Tenancy
// As the account that operators are told to give the platform; `own` has the kubeconfig's rights.
const account = tenancy === 'shared' ? await openAsPlatform() : undefined
const { provider: real, close } = await realProvider(config, 'lessons', {
  ...(account && { config: kubeConfigFor(account.access) }),
  tenancy,
  withoutWall: values['without-wall'],
  ...(values['probe-image'] && { probeImage: values['probe-image'] }),
  onTrouble: (what, error) => process.stdout.write(`  ${what}: ${(error as Error).message}\n`),
})
const embedded = await createEmbeddedProvider()
const begun = Date.now()
const comparisons: Comparison[] = []

const tell = (comparison: Comparison) => {
  const { lesson, name, milliseconds, troubles, untold, isSecond, isRefused } = comparison
  const mark = troubles.length > 0 ? '✗' : untold.size > 0 ? '?' : isRefused ? '–' : '✓'
  const again = [
    isSecond ? ', played again: not everything could be told' : '',
    isRefused ? ', refused here: it is about the namespaces of everybody' : '',
  ].join('')
  process.stdout.write(`${mark} ${lesson} ${name} (${milliseconds} ms${again})\n`)
  for (const trouble of troubles) process.stdout.write(`    ${trouble}\n`)
  for (const [what, why] of untold) process.stdout.write(`    could not be told: ${what}: ${why}\n`)
}

const isOver = () => Date.now() > begun + Number(values.minutes) * 60_000

// Interrupted: what is being played comes to its end, and nothing is left behind.
let isStopping = false
let total = 0
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    isStopping = true
  })

try {
  const lessons = (await loadCourses('content')).flatMap(course => course.lessons)
  const asked = lessons.filter(({ number }) => values.lesson?.includes(number) ?? true)
  const plays = await Promise.all(asked.map(playsOf))
  const batches = batchesOf(plays.map(some => some.filter(({ kind }) => values.kind?.includes(kind) ?? true)))
  total = batches.flat().length
  const jobs = tenancy === 'own' ? 1 : Number(values.jobs)
  let sandboxes = 0
  await Promise.all(
    Array.from({ length: jobs }, async () => {
      for (let batch = batches.shift(); batch && !isStopping && !isOver(); batch = batches.shift()) {
        const id = `test-${process.pid}-${sandboxes++}`
        for (const play of batch) {
          if (isStopping || isOver()) break
          const comparison = await compare(play, { real, embedded, id })
          comparisons.push(comparison)
          tell(comparison)
        }
        await real.delete(id)
      }
    }),
  )
} finally {
  await embedded.close()
  await close()
  await account?.close()
}

const failed = comparisons.filter(({ troubles }) => troubles.length > 0)
const again = comparisons.filter(({ isSecond }) => isSecond)
const untold = comparisons.filter(({ troubles, untold }) => troubles.length === 0 && untold.size > 0)
const load = loadavg()[1] ?? 0
const about = {
  kinds: values.kind ?? ['solution', 'alternative', 'wrong'],
  jobs: Number(values.jobs),
  minutes: Math.round((Date.now() - begun) / 60_000),
  left: total - comparisons.length,
}
if (values.table) {
  mkdirSync(dirname(values.table), { recursive: true })
  writeFileSync(values.table, tableOf(comparisons, about))
}
const seconds = Math.round((Date.now() - begun) / 1000)
const say = (text: string) => process.stdout.write(`${text}\n`)
if (again.length > 0) say(`${again.length} were played again, because not everything could be told.`)
if (untold.length > 0)
  say(`${untold.length} could not be told all the same: a busy machine? (load ${load.toFixed(0)})`)
if (about.left > 0) say(`NOT PLAYED: ${about.left} of ${total} answers; the time was over.`)
say(`${comparisons.length - failed.length - untold.length} of ${comparisons.length} answers, ${seconds} s`)
const isBlind = untold.length * 2 > comparisons.length
if (isBlind) say('Half of the answers and more could not be told: nothing is shown by this.')
process.exit(failed.length > 0 || isStopping || isBlind ? 1 : 0)
