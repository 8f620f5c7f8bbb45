import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createEmbeddedProvider } from '@/sandbox/embedded/provider'
import { lessonCalled, startOf } from './lesson'
import type { Measurement } from './main'
import { percentile, timed } from './statistics'
import { type Typist, typistAt } from './typist'

const clusters = 1000
const typists = 100
/** How long each of them types a command a second. */
const seconds = 15
const wakeUps = 40
/** Milliseconds without a request after which a cluster rests: as in the product, longer than a typist's pause. */
const restAfter = 10_000

const commands = [
  'kubectl get pods -o wide',
  'kubectl get pods -o yaml | grep podIP: | wc -l',
  'kubectl describe pod web',
  'kubectl get netpol',
  'kubectl label pod web turn=$RANDOM --overwrite',
  'kubectl exec client -- wget -qO- -T 2 http://web',
]

/** A thousand clusters in this process: what one costs, how a hundred of them answer, how one wakes up. */
export async function measure(): Promise<Measurement[]> {
  const start = startOf(await lessonCalled('05-default-deny-ingress'))
  const directory = await mkdtemp(join(tmpdir(), 'netpol-lab-bench-'))
  const provider = await createEmbeddedProvider({ directory, restAfter })
  const asleep = async (count: number) => {
    for (let index = 0; index < count; index++) await (await provider.open(`crowd-${index}`)).close()
  }
  const create = async (index: number) => (await provider.open(`crowd-${index}`)).reset(start)
  const sitting: Typist[] = []
  try {
    // What the first costs is code and tables that all share.
    await create(clusters)
    const empty = memory()
    for (let index = 0; index < clusters; index++) await create(index)
    await pause(2 * restAfter)
    const perCluster = () => (memory() - empty) / clusters / 1000
    const open = perCluster()

    for (let index = 0; index < typists; index++)
      sitting.push(typistAt(await provider.open(`crowd-${index * (clusters / typists)}`)))
    await Promise.all(sitting.map(typist => typist.type('cd\r', atPrompt)))
    const answers: number[] = []
    const echoes: number[] = []
    await Promise.all(
      sitting.map(async (typist, index) => {
        await pause((index / typists) * 1000)
        for (let second = 0; second < seconds; second++) {
          const due = pause(1000)
          for (const key of '# a') echoes.push(await typist.type(key, text => text.length > 0))
          await typist.type('\u0015', text => text.length > 0)
          const command = commands[(index + second) % commands.length]!
          answers.push(await typist.type(`${command}\r`, atPrompt))
          await due
        }
      }),
    )
    for (const typist of sitting.splice(0)) typist.leave()

    await asleep(clusters)
    // The last time-outs of what they ran are over then.
    await pause(restAfter)
    const sleeping = perCluster()
    const woken = await timed(wakeUps, index => provider.open(`crowd-${index}`))
    return [
      { what: 'memory of an idle cluster that is open', value: open, unit: 'kB', target: 'under 300' },
      { what: 'memory of one that sleeps', value: sleeping, unit: 'kB', target: 'under 300' },
      { what: '100 commands a second, p50', value: percentile(answers, 0.5), unit: 'ms' },
      {
        what: '100 commands a second, p99',
        value: percentile(answers, 0.99),
        unit: 'ms',
        target: 'under 250',
      },
      { what: 'key to echo meanwhile, p99', value: percentile(echoes, 0.99), unit: 'ms', target: 'under 50' },
      {
        what: 'wake-up of a slept cluster, p50',
        value: percentile(woken, 0.5),
        unit: 'ms',
        target: 'under 50',
      },
      { what: 'wake-up of a slept cluster, p99', value: percentile(woken, 0.99), unit: 'ms' },
    ]
  } finally {
    for (const typist of sitting) typist.leave()
    await provider.close()
    await rm(directory, { recursive: true, force: true })
  }
}

/** The prompt after the line that was typed. */
const atPrompt = (text: string) => /\n[^\n]*\$ [^\n]*$/.test(text)

const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds))

/** Bytes that are used when all garbage is gone. */
function memory(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
