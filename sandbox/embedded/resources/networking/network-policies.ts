import type { V1NetworkPolicy } from '@kubernetes/client-node'
import { define } from '../define'
import { ageColumn, column, nameColumn } from '../printing/columns'
import { selectorText } from '../printing/selector-text'
import { validateNetworkPolicy } from './network-policy-validation'

/** Defaults of networking/v1 NetworkPolicy: ports are TCP, Ingress always, Egress if there are egress rules. */
function defaults({ spec }: V1NetworkPolicy): void {
  if (!spec) return
  for (const { ports = [] } of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) {
    for (const port of ports) port.protocol ??= 'TCP'
  }
  if (spec.policyTypes?.length) return
  spec.policyTypes = spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress']
}

export const networkPolicies = define<V1NetworkPolicy>({
  group: 'networking.k8s.io',
  kind: 'NetworkPolicy',
  name: 'networkpolicies',
  shortNames: ['netpol'],
  columns: [nameColumn, column('Pod-Selector', ({ spec }) => selectorText(spec?.podSelector)), ageColumn],
  generation: true,
  defaults,
  validate: validateNetworkPolicy,
})
