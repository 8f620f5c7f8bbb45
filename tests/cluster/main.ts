import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { KubeConfig } from '@kubernetes/client-node'
import { loadCourses } from '@/lib/courses'
import { createClient } from '@/sandbox/client'
import { createEmbeddedProvider } from '@/sandbox/embedded/provider'
import { removeAdmission } from '@/sandbox/kubernetes/admission'
import { createKubernetesProvider } from '@/sandbox/kubernetes/provider'
import type { Tenancy } from '@/sandbox/kubernetes/settings'
import { applyWall } from '@/sandbox/kubernetes/wall'
import { type Comparison, compare } from './compare'
import { playsOf } from './plays'
import { tableOf } from './table'

const usage = `Usage: npm run test:cluster -- [--lesson NN ...] [--jobs N] [--tenancy own|shared] [--table FILE]
                                       [--probe-image IMAGE] [--without-wall]

Plays every solution, alternative and wrong answer of every lesson on the cluster that KUBECONFIG names, and on the
embedded one, and compares what is computed and observed of every flow. Exit status 1 if an answer does not end as it
should, or a flow differs.
`

const { values } = parseArgs({
  options: {
    lesson: { type: 'string', multiple: true },
    jobs: { type: 'string', default: '4' },
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
const controlNamespace = `netpol-lab-test-${process.pid}`
const real = await createKubernetesProvider({
  ...{ config, tenancy, controlNamespace },
  withoutWall: values['without-wall'],
  ...(values['probe-image'] && { probeImage: values['probe-image'] }),
})
const embedded = await createEmbeddedProvider()
const begun = Date.now()
const comparisons: Comparison[] = []

try {
  const lessons = (await loadCourses('content')).flatMap(course => course.lessons)
  const asked = lessons.filter(({ number }) => values.lesson?.includes(number) ?? true)
  const waiting = (await Promise.all(asked.map(playsOf))).flat()
  const jobs = tenancy === 'own' ? 1 : Number(values.jobs)
  await Promise.all(
    Array.from({ length: jobs }, async (_, job) => {
      const id = `test-${process.pid}-${job}`
      for (let play = waiting.shift(); play; play = waiting.shift()) {
        const comparison = await compare(play, { real, embedded, id })
        comparisons.push(comparison)
        const { lesson, name, milliseconds, troubles } = comparison
        const mark = troubles.length === 0 ? '✓' : '✗'
        process.stdout.write(`${mark} ${lesson} ${name} (${milliseconds} ms)\n`)
        for (const trouble of troubles) process.stdout.write(`    ${trouble}\n`)
      }
      await real.delete(id)
    }),
  )
} finally {
  await embedded.close()
  await real.close()
  // What all sandboxes had in common.
  const client = createClient(config)
  const wall = await applyWall(client, { controlNamespace, internet: false })
  await wall.remove()
  await removeAdmission(client, { controlNamespace, name: controlNamespace })
  await client.request('DELETE', `/api/v1/namespaces/${controlNamespace}`)
  client.dispose()
}

const failed = comparisons.filter(({ troubles }) => troubles.length > 0)
if (values.table) {
  mkdirSync(dirname(values.table), { recursive: true })
  writeFileSync(values.table, tableOf(comparisons))
}
const seconds = Math.round((Date.now() - begun) / 1000)
process.stdout.write(`${comparisons.length - failed.length} of ${comparisons.length} answers, ${seconds} s\n`)
process.exit(failed.length > 0 ? 1 : 0)
