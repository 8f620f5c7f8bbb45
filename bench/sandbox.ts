import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmbeddedProvider } from '@/sandbox/embedded/provider'
import { lessonCalled, startOf } from './lesson'
import type { Measurement } from './main'
import { percentile, timed } from './statistics'

const runs = 40

/** From "create" to all four demo pods Ready, state on disk, one sandbox after the other. */
export async function measure(): Promise<Measurement[]> {
  const start = startOf(await lessonCalled('05-default-deny-ingress'))
  const directory = await mkdtemp(join(tmpdir(), 'netpol-lab-bench-'))
  const provider = await createEmbeddedProvider({ directory })
  try {
    const create = async (id: string) => {
      const sandbox = await provider.open(id)
      await sandbox.reset(start)
      return sandbox
    }
    const first = await timed(1, () => create('first'))
    const created = await timed(runs, index => create(`bench-${index}`))
    const again = await provider.open('bench-0')
    const reset = await timed(runs, () => again.reset(start))
    return [
      { what: 'the first of a process', value: first[0]!, unit: 'ms' },
      {
        what: 'create to demo pods Ready, p50',
        value: percentile(created, 0.5),
        unit: 'ms',
        target: 'under 50',
      },
      { what: 'create to demo pods Ready, p99', value: percentile(created, 0.99), unit: 'ms' },
      { what: 'reset to demo pods Ready, p50', value: percentile(reset, 0.5), unit: 'ms' },
      { what: 'reset to demo pods Ready, p99', value: percentile(reset, 0.99), unit: 'ms' },
    ]
  } finally {
    await provider.close()
    await rm(directory, { recursive: true, force: true })
  }
}
