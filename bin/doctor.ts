import { parseArgs } from 'node:util'
import { KubeConfig } from '@kubernetes/client-node'
import { contentDirectories, loadCourses } from '@/lib/courses'
import { lessonImages } from '@/lib/operations/cluster/lesson-images'
import { render } from '@/messages'
import { createClient } from '@/sandbox/client'
import { assess, examine, type Row, verdict } from '@/sandbox/kubernetes/doctor'

const usage = `Usage: netpol-lab doctor [--json] [--patience SECONDS]

Tells what the cluster that KUBECONFIG names can do for lessons: asks its API, and tries policies, images, probes and a
wall between tenants in throw-away namespaces, which are gone afterwards.

  --json              prints what was found, for programs
  --patience SECONDS  how long something may take until it counts as not working (30)

Exit status: 0 ready for lessons, 1 not ready or no answer, 64 wrong usage.
`

/** `netpol-lab doctor`. */
export async function doctor(args: string[]): Promise<number> {
  let wanted: { json: boolean; help: boolean; patience: string }
  try {
    wanted = parseArgs({
      args,
      options: {
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        patience: { type: 'string', default: '30' },
      },
    }).values
    if (!/^[1-9]\d{0,2}$/.test(wanted.patience))
      throw new Error(`--patience ${wanted.patience}: not seconds (1 to 999)`)
  } catch (error) {
    process.stderr.write(`netpol-lab doctor: ${error instanceof Error ? error.message : error}\n\n${usage}`)
    return 64
  }
  if (wanted.help) {
    process.stdout.write(usage)
    return 0
  }
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => interrupted.abort(new Error('interrupted; what was made is gone again')))
  try {
    const config = new KubeConfig()
    config.loadFromDefault()
    const client = createClient(config)
    const settings = {
      images: lessonImages(await loadCourses(contentDirectories(process.env.CONTENT_DIR))),
      patience: Number(wanted.patience) * 1000,
    }
    const examination = await examine(client, settings, interrupted.signal)
    client.dispose()
    const rows = assess(examination)
    const ready = verdict(rows)
    process.stdout.write(
      wanted.json
        ? `${JSON.stringify({ ready, rows: rows.map(told), facts: examination.facts }, undefined, 2)}\n`
        : table(rows, ready),
    )
    return ready.lessons ? 0 : 1
  } catch (error) {
    process.stderr.write(`netpol-lab doctor: ${error instanceof Error ? error.message : error}\n`)
    return 1
  }
}

const told = ({ check, level, found, means, type }: Row) => ({
  check,
  level,
  found: render(found),
  means: render(means),
  ...(type !== undefined && { type }),
})

const marks = { good: '✓', limited: '!', missing: '✗' } as const

function table(rows: readonly Row[], { lessons, shared }: ReturnType<typeof verdict>): string {
  const named = rows.map(row => ({
    ...told(row),
    name: render({ id: `doctor.name.${row.check}`, params: {} }),
  }))
  const width = Math.max(...named.map(({ name }) => name.length))
  const indent = ' '.repeat(width + 4)
  const lines = named.flatMap(({ level, name, found, means, type }) => [
    `${marks[level]} ${name.padEnd(width)}  ${found}`,
    `${indent}${means}`,
    ...(type === undefined ? [] : [`${indent}$ ${type}`]),
  ])
  const end = shared ? 'shared' : lessons ? 'own' : 'none'
  return `${lines.join('\n')}\n\n${render({ id: `doctor.verdict.${end}`, params: {} })}\n`
}
