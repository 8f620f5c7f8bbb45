import { createHash } from 'node:crypto'
import type { V1Container, V1Pod } from '@kubernetes/client-node'
import { amount } from '../../quantity'

/** What a container uses: thousandths of a core, and bytes. */
export type Usage = { readonly cpu: number; readonly memory: number }

const mebibyte = 2 ** 20

/** What the best known programs use when nobody asks them anything, by the last part of the image's name. */
const atRest: Readonly<Record<string, readonly [cpu: number, mebibytes: number]>> = {
  agnhost: [1, 8],
  alpine: [0, 1],
  busybox: [0, 1],
  cilium: [14, 160],
  coredns: [2, 14],
  httpd: [1, 6],
  mysql: [8, 380],
  'metrics-server': [4, 18],
  netshoot: [0, 2],
  nginx: [0, 4],
  node: [22, 90],
  pause: [0, 1],
  postgres: [2, 38],
  prometheus: [6, 70],
  python: [1, 12],
  redis: [3, 5],
}
const otherwise = [1, 16] as const

/** Usage is told for a window of this length (ms), the same to whoever asks within it. */
export const windowLength = 15_000

/** The same for the same container and window, a little more or less in the next one. */
function wobble(seed: string): number {
  const [byte = 0] = createHash('sha256').update(seed).digest()
  return byte / 255
}

/** What a running container of this pod uses at that moment; never more than its limits. */
export function usageOf(
  { metadata }: V1Pod,
  { name, image = '', resources }: V1Container,
  now: number,
): Usage {
  const program = /([^/:@]+)(?::[^/]*)?(?:@.*)?$/.exec(image)?.[1] ?? ''
  const [cpu, mebibytes] = atRest[program] ?? otherwise
  const window = Math.floor(now / windowLength)
  const more = wobble(`${metadata?.uid}/${name}/${window}`)
  const bounded = (value: number, limit: string | undefined, unit: number) =>
    limit === undefined ? value : Math.min(value, amount(limit) / unit)
  return {
    cpu: bounded(cpu + Math.round(more * Math.max(1, cpu / 4)), resources?.limits?.cpu, 1e-3),
    memory: Math.round(bounded(mebibytes * mebibyte * (1 + more / 10), resources?.limits?.memory, 1)),
  }
}
