import { createEmbeddedProvider } from '@/sandbox/embedded/provider'
import type { Measurement } from './main'
import { percentile } from './statistics'
import { typistAt } from './typist'

const keys = 300
const letters = 'abcdefghijklmnopqrstuvwxyz'
const eraseLine = '\u0015'

/** From a key's arrival at the terminal to the bytes that show it, as a viewer gets them. */
export async function measure(): Promise<Measurement[]> {
  const provider = await createEmbeddedProvider()
  const typist = typistAt(await provider.open('bench'))
  try {
    await typist.type('echo rea""dy\r', text => text.includes('ready') && text.includes('$ '))
    const samples: number[] = []
    for (let index = 0; index < keys; index++) {
      // A line of its own for every 60 keys, so that it does not wrap.
      if (index % 60 === 59) await typist.type(eraseLine, text => text.length > 0)
      const key = letters[index % letters.length]!
      samples.push(await typist.type(key, text => text.includes(key)))
    }
    await typist.type(eraseLine, text => text.length > 0)
    const line = await typist.type(
      'kubectl get pods -A\r',
      text => text.includes('coredns') && text.includes('$ '),
    )
    return [
      { what: 'key to echo, p50', value: percentile(samples, 0.5), unit: 'ms' },
      { what: 'key to echo, p99', value: percentile(samples, 0.99), unit: 'ms' },
      { what: 'kubectl get pods -A to the next prompt', value: line, unit: 'ms' },
    ]
  } finally {
    typist.leave()
    await provider.close()
  }
}
