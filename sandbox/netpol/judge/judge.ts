import type { Pod } from '../compile/pods'
import { type Policies, rulesOf } from '../compile/policies'
import { portName } from '../compile/ports'
import type { Flow, Protocol, Side, Verdict } from '../model'
import { type End, Ends } from './ends'
import { openSide } from './isolation'
import { PodClasses } from './pod-class'
import { PortClasses, type PortRange } from './port-classes'

/** Every range of ports that a rule tells apart from others; named ports as the pods that have them resolve them. */
function* portRanges(policies: Policies, pods: readonly Pod[]): Iterable<PortRange> {
  const named = new Map<string, string>()
  for (const rule of rulesOf(policies)) {
    for (const port of rule.ports) {
      if (port.kind === 'range') yield port
      else named.set(portName(port.name, port.protocol), port.protocol)
    }
  }
  for (const [name, protocol] of named) {
    for (const pod of pods) {
      for (const port of pod.namedPorts.get(name) ?? []) yield { protocol, first: port, last: port }
    }
  }
}

/** Is the sender the node that the pod runs on, by its address or by a pod on its host network? */
function isOwnNode(pod: Pod, sender: End): boolean {
  if (sender.podClass) return false
  if (sender.pod?.kind === 'host' && pod.nodeName !== undefined && sender.pod.nodeName === pod.nodeName) {
    return true
  }
  return sender.party.addresses.some(address =>
    pod.nodeAddresses.some(node => node.family === address.family && node.value === address.value),
  )
}

/** Why a side allows without being asked: nobody can isolate it, it talks to itself, or its own node calls. */
export type Exemption = 'outside' | 'self' | 'node'

/** Judges flows by compiled policies. */
export class Judge {
  readonly ends: Ends
  private readonly portClasses: PortClasses

  constructor(pods: readonly Pod[], policies: Policies) {
    this.ends = new Ends(pods, new PodClasses(policies))
    this.portClasses = new PortClasses(portRanges(policies, pods))
  }

  /** Throws UnknownEndpoint. */
  verdict(flow: Flow): Verdict {
    const { port, protocol } = flow
    const from = this.ends.find(flow.from)
    const to = this.ends.find(flow.to)
    const sender = from.podClass
    const target = to.podClass
    if (sender && target && from.pod !== to.pod && from.whole && to.whole) {
      const portClass = this.portClasses.of(protocol, port)
      const egress = sender.egress.towards(target, portClass, protocol, port)
      const ingress = target.ingress.towards(sender, portClass, protocol, port)
      return { allowed: egress.allowed && ingress.allowed, egress, ingress }
    }
    const egress = this.egress(from, to, protocol, port)
    const ingress = this.ingress(from, to, protocol, port)
    return { allowed: egress.allowed && ingress.allowed, egress, ingress }
  }

  /** Undefined if the policies decide. */
  exemption(direction: 'egress' | 'ingress', from: End, to: End): Exemption | undefined {
    const own = direction === 'egress' ? from : to
    if (!own.podClass) return 'outside'
    if (from.pod === to.pod) return 'self'
    return direction === 'ingress' && isOwnNode(to.pod!, from) ? 'node' : undefined
  }

  private egress(from: End, to: End, protocol: Protocol, port: number): Side {
    if (!from.podClass) return openSide
    const isolation = from.podClass.egress
    if (this.exemption('egress', from, to)) return isolation.unstoppable
    return isolation.judge(to.party, from.party.families & to.party.families, protocol, port)
  }

  private ingress(from: End, to: End, protocol: Protocol, port: number): Side {
    if (!to.podClass) return openSide
    const isolation = to.podClass.ingress
    if (this.exemption('ingress', from, to)) return isolation.unstoppable
    return isolation.judge(from.party, from.party.families & to.party.families, protocol, port)
  }
}
