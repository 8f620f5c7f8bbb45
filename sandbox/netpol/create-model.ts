import type { V1Service } from '@kubernetes/client-node'
import { compilePod, NamespaceLabels } from './compile/pods'
import { compilePolicies } from './compile/policies'
import { explain } from './explain/explain'
import type { ServiceNames } from './explain/texts'
import { Judge } from './judge/judge'
import type { Endpoint, Explanation, Flow, Matrix, MatrixPort, Model, ModelObjects, Verdict } from './model'

function serviceNames(services: readonly V1Service[]): ServiceNames {
  const names = new Map<string, string>()
  for (const { metadata, spec } of services) {
    for (const ip of [spec?.clusterIP, ...(spec?.clusterIPs ?? [])]) {
      if (ip && ip !== 'None') names.set(ip, `${metadata?.namespace}/${metadata?.name}`)
    }
  }
  return names
}

class CompiledModel implements Model {
  private readonly judge: Judge
  private readonly serviceNames: ServiceNames

  constructor(objects: ModelObjects) {
    const namespaces = new NamespaceLabels(objects.namespaces)
    const pods = objects.pods.map(pod => compilePod(pod, namespaces))
    this.judge = new Judge(pods, compilePolicies(objects))
    this.serviceNames = serviceNames(objects.services ?? [])
  }

  verdict(flow: Flow): Verdict {
    return this.judge.verdict(flow)
  }

  explain(flow: Flow): Explanation {
    return explain(this.judge, this.serviceNames, flow)
  }

  matrix(ports: MatrixPort[], ends: { sources?: Endpoint[]; targets?: Endpoint[] } = {}): Matrix {
    const pods = ends.sources && ends.targets ? [] : this.judge.ends.running()
    const sources = ends.sources ?? pods
    const targets = ends.targets ?? pods
    const cells = sources.map(from =>
      targets.map(to => ports.map(({ port, protocol }) => this.judge.verdict({ from, to, port, protocol }))),
    )
    return { sources, targets, cells }
  }
}

/** Compiles objects as a Kubernetes API gave them. Does not look at them again: a change needs a new model. */
export function createModel(objects: ModelObjects): Model {
  return new CompiledModel(objects)
}
