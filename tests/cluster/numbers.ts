import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { KubeConfig } from '@kubernetes/client-node'
import { protocolVersion } from '@/protocol'
import { startApiProxy } from '@/sandbox/kubernetes/api-proxy.fixture'
import { startTestServer, type TestLearner } from '../server/running/start'
import { realProvider } from './real-provider'
import { percentile } from './timed'

const usage = `Usage: npm run test:cluster:numbers -- [--learners N] [--rest SECONDS] [--lesson NAME]

On the cluster that KUBECONFIG names, through the server: how long a sandbox takes to be ready and a check to be graded, one
learner after the other; what is asked of the API server while all of them rest; then learners at once, as many as come
in, and what the next is told. Prints Markdown, with the load that the machine had.
`

const { values } = parseArgs({
  options: {
    learners: { type: 'string', default: '8' },
    rest: { type: 'string', default: '120' },
    most: { type: 'string', default: '40' },
    lesson: { type: 'string', default: '05-default-deny-ingress' },
    task: { type: 'string', default: 'deny-ingress' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(usage)
  process.exit(0)
}

const course = 'network-policies'
const { lesson, task } = values
const target = new KubeConfig()
target.loadFromDefault()
const proxy = await startApiProxy(target)
const real = await realProvider(target, 'numbers', { config: proxy.config })
const server = await startTestServer({ cluster: real.provider })

type Come = { learner: TestLearner; sandbox: string }
const sandboxes: string[] = []
const loads: number[] = []
const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1)
const row = (...cells: (string | number)[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`)
const spread = (times: readonly number[]) => [50, 95].map(percent => seconds(percentile(times, percent)))
const timed = async <T>(into: number[], work: () => Promise<T>): Promise<T> => {
  const begun = performance.now()
  const result = await work()
  into.push(performance.now() - begun)
  loads.push(loadavg()[0] ?? 0)
  return result
}

async function come(): Promise<Come> {
  const learner = await server.learner()
  const { body } = await learner.api('POST', '/sandboxes', { course })
  sandboxes.push(body.sandbox)
  return { learner, sandbox: body.sandbox }
}
const openLesson = ({ learner, sandbox }: Come) =>
  learner.api('POST', `/sandboxes/${sandbox}/lesson`, { lesson })

/** As a page that stays open: nothing of a sandbox goes to sleep meanwhile. */
async function follow({ learner, sandbox }: Come) {
  const live = learner.socket(`/ws/sandboxes/${sandbox}/live`)
  await live.opened()
  live.send({ type: 'subscribe', version: protocolVersion })
  return live
}

try {
  const ready: number[] = []
  const graded: number[] = []
  const lives: Awaited<ReturnType<typeof follow>>[] = []
  for (let index = 0; index < Number(values.learners); index++) {
    const one = await timed(ready, async () => {
      const one = await come()
      const { status, body } = await openLesson(one)
      if (status !== 200) throw new Error(`the lesson could not be opened: ${JSON.stringify(body)}`)
      return one
    })
    lives.push(await follow(one))
    for (let again = 0; again < 2; again++)
      await timed(graded, () => one.learner.api('POST', `/sandboxes/${one.sandbox}/checks`, { lesson, task }))
  }
  row('what', 'p50', 'p95')
  row('---', '---', '---')
  row(`sandbox ready, from asking for it to its ${lesson} (s)`, ...spread(ready))
  row(
    'grading its check, nothing denied, the first of a sandbox with its probe containers (s)',
    ...spread(graded),
  )

  await sleep(15_000)
  const before = proxy.asked.length
  await sleep(Number(values.rest) * 1000)
  const asked = proxy.asked.slice(before)
  const perMinute = (asked.length / Number(values.rest)) * 60
  row(`requests a minute while ${values.learners} learners rest`, perMinute.toFixed(1), '')
  const kinds = new Map<string, number>()
  for (const { method, path } of asked) {
    const kind = `${method} ${path.split('/').at(-1)}`
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  }
  process.stderr.write(`at rest: ${JSON.stringify([...kinds])}\n`)

  const together: number[] = []
  let told = ''
  let inside = lives.length
  while (!told && inside < Number(values.most)) {
    const some = await Promise.all([come(), come(), come(), come()])
    await Promise.all(
      some.map(async one => {
        lives.push(await follow(one))
        for (;;) {
          const { status, body } = await timed(together, () => openLesson(one))
          if (status === 200) {
            inside++
            return
          }
          // Who came a moment ago is reckoned with, until their pods are there.
          if (body.code !== 'no-capacity') throw new Error(JSON.stringify(body))
          if (told !== '' || together.length > 400) return
          await sleep(70_000)
          const again = await openLesson(one)
          if (again.status === 200) inside++
          else told = body.detail
          return
        }
      }),
    )
  }
  row('learners at once', inside, '')
  process.stdout.write(`\nThe next one is told: "${told}"\n`)
  process.stdout.write(
    `\nLoad meanwhile: ${spread(loads.map(load => load * 1000)).join(' (p50), ')} (p95).\n`,
  )
  for (const live of lives) live.end()
} finally {
  await server.close()
  await Promise.all(sandboxes.map(id => real.provider.delete(id).catch(() => {})))
  await real.close()
  await proxy.close()
}
process.exit(0)
