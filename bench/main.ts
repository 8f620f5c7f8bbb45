import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { table } from './table'

/** What one subject measured: rows of one number with its unit, and the target where the product names one. */
export type Measurement = { what: string; value: number; unit: string; target?: string }

type Subject = { measure(kubeconfig?: string): Promise<Measurement[]> }

/**
 * A subject is a file of its own, loaded when asked for: `npm run bench -- engine`. `--kubeconfig FILE` names a real
 * cluster to measure beside ours.
 */
const subjects: Readonly<Record<string, () => Promise<Subject>>> = {
  engine: () => import('./engine'),
  sandbox: () => import('./sandbox'),
  api: () => import('./api'),
  terminal: () => import('./terminal'),
  grading: () => import('./grading'),
  course: () => import('./course'),
  drills: () => import('./drills'),
  crowd: () => import('./crowd'),
  class: () => import('./class/class'),
  page: () => import('./page'),
}

const { positionals: asked, values } = parseArgs({
  allowPositionals: true,
  options: { kubeconfig: { type: 'string' } },
})
const unknown = asked.filter(name => !Object.hasOwn(subjects, name))
if (unknown.length > 0) {
  console.error(`no bench called ${unknown.join(', ')}: choose from ${Object.keys(subjects).join(', ')}`)
  process.exit(2)
}

const results = new URL('./results/', import.meta.url)
await mkdir(results, { recursive: true })
for (const name of asked.length > 0 ? asked : Object.keys(subjects)) {
  const { measure } = await subjects[name]!()
  const rows = await measure(values.kubeconfig ?? process.env.KUBECONFIG)
  console.log(`\n${name}\n${table(rows)}`)
  // What else the machine was doing belongs to the numbers.
  const [load = 0] = loadavg()
  console.log(`  (load ${load.toFixed(1)} on ${cpus().length} processors)`)
  const report = {
    subject: name,
    node: process.version,
    time: new Date().toISOString(),
    load,
    measurements: rows,
  }
  await writeFile(new URL(`${name}.json`, results), `${JSON.stringify(report, null, 2)}\n`)
}
process.exit(0)
