import type { V1NetworkPolicy, V1Pod, V1Service } from '@kubernetes/client-node'
import type { Statement } from '../../exercise'
import type { MatrixPort, Protocol } from '../../netpol'

const protocols: readonly Protocol[] = ['TCP', 'UDP', 'SCTP']
/** Ports that nobody names: a rule that was meant for one port and lets others in. */
const unnamed = [80, 53, 443, 8080, 31999]
/** So that a hostile manifest does not make the proof long. */
const most = 32
/** Nothing here speaks SCTP: a few ports show whether a rule lets it through. */
const mostForSctp = 8

/**
 * Every port that could make a difference, for each protocol: what the intent, the pods, the services and the
 * policies name, the neighbours of a policy's ports and ranges, and some that nobody names. Those of the intent first.
 */
export function portsToJudge(about: {
  statements: readonly Statement[]
  pods: readonly V1Pod[]
  services: readonly V1Service[]
  policies: readonly V1NetworkPolicy[]
}): MatrixPort[] {
  const asked = about.statements.flatMap(({ ports }) => (ports === 'every' ? [] : [ports]))
  const numbers = new Set<number>()
  const add = (port: unknown) => {
    if (typeof port === 'number' && port >= 1 && port <= 65535 && numbers.size < most) numbers.add(port)
  }
  for (const { port } of asked) add(port)
  for (const port of unnamed) add(port)
  for (const { spec } of about.policies) {
    const rules = [...(spec?.ingress ?? []), ...(spec?.egress ?? [])]
    for (const { port, endPort } of rules.flatMap(rule => rule.ports ?? [])) {
      if (typeof port !== 'number') continue
      const end = endPort ?? port
      for (const edge of [port, end, port - 1, end + 1, Math.floor((port + end) / 2)]) add(edge)
    }
  }
  for (const { spec } of about.pods)
    for (const { containerPort } of (spec?.containers ?? []).flatMap(({ ports }) => ports ?? []))
      add(containerPort)
  for (const { spec } of about.services)
    for (const { port, targetPort } of spec?.ports ?? []) {
      add(port)
      add(targetPort)
    }

  const all = protocols.flatMap(protocol =>
    [...numbers].slice(0, protocol === 'SCTP' ? mostForSctp : most).map(port => ({ port, protocol })),
  )
  const isAsked = (one: MatrixPort) =>
    asked.some(({ port, protocol }) => port === one.port && protocol === one.protocol)
  return [...all.filter(isAsked), ...all.filter(one => !isAsked(one))]
}
