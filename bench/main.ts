import { mkdir, writeFile } from 'node:fs/promises'
import { table } from './table'

/** What one subject measured: rows of one number with its unit, and the target where the product names one. */
export type Measurement = { what: string; value: number; unit: string; target?: string }

/** A subject is a file of its own, loaded when asked for: `npm run bench -- engine`. */
const subjects: Readonly<Record<string, () => Promise<{ measure(): Promise<Measurement[]> }>>> = {
  engine: () => import('./engine'),
  sandbox: () => import('./sandbox'),
  api: () => import('./api'),
  terminal: () => import('./terminal'),
  grading: () => import('./grading'),
  course: () => import('./course'),
  drills: () => import('./drills'),
  crowd: () => import('./crowd'),
  page: () => import('./page'),
}

const asked = process.argv.slice(2)
const unknown = asked.filter(name => !Object.hasOwn(subjects, name))
if (unknown.length > 0) {
  console.error(`no bench called ${unknown.join(', ')}: choose from ${Object.keys(subjects).join(', ')}`)
  process.exit(2)
}

const results = new URL('./results/', import.meta.url)
await mkdir(results, { recursive: true })
for (const name of asked.length > 0 ? asked : Object.keys(subjects)) {
  const { measure } = await subjects[name]!()
  const rows = await measure()
  console.log(`\n${name}\n${table(rows)}`)
  const report = { subject: name, node: process.version, time: new Date().toISOString(), measurements: rows }
  await writeFile(new URL(`${name}.json`, results), `${JSON.stringify(report, null, 2)}\n`)
}
process.exit(0)
