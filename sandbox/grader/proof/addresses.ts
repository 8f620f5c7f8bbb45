import type { V1Pod } from '@kubernetes/client-node'
import ipaddr from 'ipaddr.js'
import { inside, type Statement } from '../../exercise'
import type { PolicyClasses } from '../../netpol/classes'
import type { PossiblePod } from './possible-pods'

/** Addresses outside every cluster: documentation ranges (RFC 5737), a private one, a public one. */
const everywhere = ['203.0.113.10', '198.51.100.7', '192.0.2.7', '10.0.0.10', '8.8.8.8']
const serviceRange = '10.96.0.0/12'
/** So that a hostile manifest does not make the proof long. */
const most = 24

/**
 * The addresses outside the cluster that an intent is judged over: those that the exercise names, some that people know,
 * and one of each sort that the policies and the intent tell apart. Addresses of pods, services and nodes are judged as
 * pods, not here. IPv4.
 */
export function outsideAddresses(
  classes: PolicyClasses,
  {
    declared,
    statements,
    pods,
  }: { declared: readonly string[]; statements: readonly Statement[]; pods: readonly V1Pod[] },
): string[] {
  const range = podRange(pods)
  const nodes = new Set(pods.map(({ status }) => status?.hostIP))
  const isOutside = (ip: string) => !inside(ip, range) && !inside(ip, serviceRange) && !nodes.has(ip)
  const ends = statements.flatMap(({ from, to }) => [...from, ...to])
  const asked = ends.flatMap(end =>
    end.kind === 'address' ? [{ cidr: end.cidr, except: [...(end.except ?? [])] }] : [],
  )
  const named = asked.map(({ cidr }) => single(cidr)).filter(ip => ip !== undefined)
  const told = classes.addresses(asked, isOutside)
  const known = [...declared, ...everywhere, ...named].filter(isOutside)
  return [...new Set([...known, ...told.slice(0, most)])]
}

/** The address of a range that has only one. */
export const single = (cidr: string): string | undefined => /^(.*)\/(32|128)$/.exec(cidr)?.[1]

/** The /16 around the pods that run: pods get their addresses from there. */
export function podRange(pods: readonly V1Pod[]): string {
  const ip = pods.find(({ spec, status }) => !spec?.hostNetwork && status?.podIP)?.status?.podIP
  if (ip === undefined || !ipaddr.IPv4.isValid(ip)) return '10.244.0.0/16'
  const [first, second] = ip.split('.')
  return `${first}.${second}.0.0/16`
}

/**
 * Gives pods that could come an address that no running pod has. Where policies tell pods apart by address, a second
 * pod of a role or one without labels may have one of each sort.
 */
export function withAddresses(
  possible: readonly PossiblePod[],
  pods: readonly V1Pod[],
  classes: PolicyClasses,
): PossiblePod[] {
  const range = podRange(pods)
  const taken = new Set(pods.map(({ status }) => status?.podIP))
  const [, ...others] = classes.addresses([], ip => inside(ip, range) && !taken.has(ip))
  const free = freeAddresses(range, taken)
  const usual = possible.map(({ kind, pod }) => addressed(kind, pod, free.next().value))
  const elsewhere = possible
    .filter(({ kind }) => kind === 'another' || kind === 'unlabelled')
    .flatMap(({ kind, pod }) =>
      others.map(ip => {
        const name = `${pod.metadata?.name}-at-${ip.replaceAll('.', '-')}`
        return addressed(kind, { ...pod, metadata: { ...pod.metadata, name } }, ip)
      }),
    )
  return [...usual, ...elsewhere]
}

const addressed = (kind: PossiblePod['kind'], pod: V1Pod, podIP: string): PossiblePod => ({
  kind,
  pod: { ...pod, status: { ...pod.status, podIP } },
})

/** From the top of the range downwards. */
function* freeAddresses(range: string, taken: ReadonlySet<string | undefined>): Generator<string, never> {
  const [first, second] = range.split('.')
  for (let third = 250; ; third = third > 0 ? third - 1 : 250)
    for (let last = 10; last < 250; last++) {
      const ip = `${first}.${second}.${third}.${last}`
      if (!taken.has(ip)) yield ip
    }
}
