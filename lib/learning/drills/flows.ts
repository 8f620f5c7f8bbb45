import type { V1Pod } from '@kubernetes/client-node'
import { createModel, type Flow, type Model } from '@/sandbox/netpol'
import type { DrillFlow, Setting } from './drill'

export const ports = [80, 8080] as const
/** Stands for every port that no drill names. */
const anotherPort = 9090

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

const namesPorts = ({ policies }: Setting) => JSON.stringify(policies).includes('"port":')

const flowsOn = ({ pods }: Setting, among: readonly number[]): DrillFlow[] =>
  pods.flatMap(from =>
    pods
      .filter(to => to !== from)
      .flatMap(to => among.map(port => ({ from: nameOf(from), to: nameOf(to), port }))),
  )

/** Every flow between two different pods on the ports that matter: where no policy names one, one stands for all. */
export const flowsOf = (setting: Setting): DrillFlow[] =>
  flowsOn(setting, namesPorts(setting) ? ports : ports.slice(0, 1))

/** The same, and one for every port that nobody names: for questions of what else changes. */
export const everyFlowOf = (setting: Setting): DrillFlow[] =>
  flowsOn(setting, namesPorts(setting) ? [...ports, anotherPort] : ports.slice(0, 1))

/** Which of the flows are open, in their order. */
export function openFlows(setting: Setting, flows: readonly DrillFlow[]): boolean[] {
  const model = modelOf(setting)
  return flows.map(flow => model.verdict(flowOf(flow)).allowed)
}

export const isSame = (one: readonly boolean[], other: readonly boolean[]) =>
  one.every((open, index) => open === other[index])
