import type { V1Pod } from '@kubernetes/client-node'
import { createModel, type Flow, type Model } from '@/sandbox/netpol'
import type { DrillFlow, Setting } from './drill'

export const ports = [80, 8080] as const

export const nameOf = ({ metadata }: V1Pod) => `${metadata?.namespace}/${metadata?.name}`

function endpoint(name: string) {
  const [namespace = '', pod = ''] = name.split('/')
  return { namespace, pod }
}

export const flowOf = ({ from, to, port }: DrillFlow): Flow => ({
  from: endpoint(from),
  to: endpoint(to),
  port,
  protocol: 'TCP',
})

export const modelOf = ({ namespaces, pods, policies }: Setting): Model =>
  createModel({ namespaces: [...namespaces], pods: [...pods], networkPolicies: [...policies] })

/** Where no policy names a port, all ports are alike: one stands for them. */
const portsOf = ({ policies }: Setting) =>
  JSON.stringify(policies).includes('"port":') ? ports : ports.slice(0, 1)

/** Every flow between two different pods on the ports that matter. */
export const flowsOf = (setting: Setting): DrillFlow[] =>
  setting.pods.flatMap(from =>
    setting.pods
      .filter(to => to !== from)
      .flatMap(to => portsOf(setting).map(port => ({ from: nameOf(from), to: nameOf(to), port }))),
  )

/** Which of the flows are open, in their order. */
export function openFlows(setting: Setting, flows: readonly DrillFlow[]): boolean[] {
  const model = modelOf(setting)
  return flows.map(flow => model.verdict(flowOf(flow)).allowed)
}

export const isSame = (one: readonly boolean[], other: readonly boolean[]) =>
  one.every((open, index) => open === other[index])
