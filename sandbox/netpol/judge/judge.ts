import type { Pod } from '../compile/pods'
import { type Policies, rulesOf } from '../compile/policies'
import { portName, protocols } from '../compile/ports'
import type { Direction, Flow, Side, Verdict } from '../model'
import { Answers } from './answers'
import { type End, Ends, meetingFamilies } from './ends'
import { type AskedPort, type Isolation, openSide } from './isolation'
import { PodClasses } from './pod-class'
import { PortClasses, type PortRange } from './port-classes'

/** Every range of ports that a rule tells apart from others; named ports as the pods that have them resolve them. */
function* portRanges(policies: Policies, pods: readonly Pod[]): Iterable<PortRange> {
  const named = new Map<string, string>()
  for (const rule of rulesOf(policies)) {
    for (const port of rule.ports) {
      if (port.kind === 'range') yield port
      else
        for (const protocol of port.protocol === undefined ? protocols : [port.protocol])
          named.set(portName(port.name, protocol), protocol)
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
  private readonly podClasses: PodClasses
  private readonly answers: Answers

  constructor(pods: readonly Pod[], policies: Policies) {
    this.podClasses = new PodClasses(policies)
    this.ends = new Ends(pods, this.podClasses)
    this.answers = new Answers(this.podClasses, new PortClasses(portRanges(policies, pods)))
  }

  /** Throws UnknownEndpoint. */
  verdict(flow: Flow): Verdict {
    const from = this.ends.find(flow.from)
    const to = this.ends.find(flow.to)
    const answers = this.answers.for(flow.protocol, flow.port)
    const sender = from.podClass
    const target = to.podClass
    if (sender && target && from.pod !== to.pod && !from.byAddress && !to.byAddress) {
      const egress = answers.egress.side(sender.isolations.egress, sender, target)
      const ingress = answers.ingress.side(target.isolations.ingress, target, sender)
      return { allowed: egress.allowed && ingress.allowed, egress, ingress }
    }
    const egress = this.side('egress', from, to, answers.asked)
    const ingress = this.side('ingress', from, to, answers.asked)
    return { allowed: egress.allowed && ingress.allowed, egress, ingress }
  }

  /** Undefined if the policies decide. */
  exemption(direction: Direction, from: End, to: End): Exemption | undefined {
    const own = direction === 'egress' ? from : to
    if (!own.podClass) return 'outside'
    if (from.pod === to.pod) return 'self'
    return direction === 'ingress' && to.pod && isOwnNode(to.pod, from) ? 'node' : undefined
  }

  /** Undefined for who is no pod that a policy can select. */
  isolation(direction: Direction, end: End): Isolation | undefined {
    return end.podClass && this.podClasses.isolationsOf(direction)[end.podClass.isolations[direction]]
  }

  private side(direction: Direction, from: End, to: End, asked: AskedPort): Side {
    const [own, other] = direction === 'egress' ? [from, to] : [to, from]
    const isolation = this.isolation(direction, own)
    if (!isolation) return openSide
    if (this.exemption(direction, from, to)) return isolation.unstoppable
    return isolation.judge(other.party, meetingFamilies(own, other), asked)
  }
}
