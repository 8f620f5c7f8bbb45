import { drillKinds, drillLevels } from '@/lib/learning/drills/drill'
import { makeDrill } from '@/lib/learning/drills/make-drill'
import type { Measurement } from './main'
import { percentile, timed } from './statistics'

const runs = 200

/** A drill made from its seed, of each kind and over all levels. */
export async function measure(): Promise<Measurement[]> {
  const measurements: Measurement[] = []
  for (const kind of drillKinds) {
    let made = 0
    const samples = await timed(runs, async () => {
      made += 1
      makeDrill({ kind, level: drillLevels[made % drillLevels.length]!, seed: `bench-${made}` })
    })
    measurements.push(
      { what: `${kind}: p50`, value: percentile(samples, 0.5), unit: 'ms', target: 'under 20' },
      { what: `${kind}: p99`, value: percentile(samples, 0.99), unit: 'ms' },
    )
  }
  return measurements
}
