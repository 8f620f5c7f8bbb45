import type { V1NetworkPolicy, V1Pod } from '@kubernetes/client-node'
import { createModel } from '@/sandbox/netpol'

const namespace = 'netpol-demo'
const names = ['client', 'web', 'api', 'db'] as const

const pods: V1Pod[] = names.map((name, index) => ({
  metadata: { name, namespace, labels: { app: name } },
  spec: { containers: [{ name, ports: [{ containerPort: 80 }] }] },
  status: { phase: 'Running', podIP: `10.244.0.${index + 5}`, podIPs: [{ ip: `10.244.0.${index + 5}` }] },
}))

const denyIngress: V1NetworkPolicy = {
  metadata: { name: 'default-deny-ingress', namespace },
  spec: { podSelector: {}, policyTypes: ['Ingress'] },
}

const allowClient: V1NetworkPolicy = {
  metadata: { name: 'allow-client-to-web', namespace },
  spec: {
    podSelector: { matchLabels: { app: 'web' } },
    policyTypes: ['Ingress'],
    ingress: [
      {
        _from: [{ podSelector: { matchLabels: { app: 'client' } } }],
        ports: [{ protocol: 'TCP', port: 80 }],
      },
    ],
  },
}

export type Scene = {
  id: 'open' | 'deny' | 'allow'
  /** What was typed, and what came of it. */
  terminal: readonly { typed: boolean; line: string }[]
  /** `rows[source][target]`: open, closed, or oneself. */
  rows: readonly (readonly (boolean | null)[])[]
}

const wget = 'kubectl exec client -- wget -qO- -T 2 http://10.244.0.6'

const told: readonly (Pick<Scene, 'id' | 'terminal'> & { policies: V1NetworkPolicy[] })[] = [
  {
    id: 'open',
    policies: [],
    terminal: [
      { typed: true, line: wget },
      { typed: false, line: '<h1>Welcome to nginx!</h1>' },
    ],
  },
  {
    id: 'deny',
    policies: [denyIngress],
    terminal: [
      { typed: true, line: 'kubectl apply -f default-deny-ingress.yaml' },
      { typed: false, line: 'networkpolicy.networking.k8s.io/default-deny-ingress created' },
      { typed: true, line: wget },
      { typed: false, line: 'wget: download timed out' },
    ],
  },
  {
    id: 'allow',
    policies: [denyIngress, allowClient],
    terminal: [
      { typed: true, line: 'kubectl apply -f allow-client-to-web.yaml' },
      { typed: false, line: 'networkpolicy.networking.k8s.io/allow-client-to-web created' },
      { typed: true, line: wget },
      { typed: false, line: '<h1>Welcome to nginx!</h1>' },
    ],
  },
]

export const demoPods: readonly string[] = names

/** The scenes of the home page's picture; who reaches whom is asked of the engine, as in a lesson. */
export const demoScenes = (): Scene[] =>
  told.map(({ id, policies, terminal }) => {
    const model = createModel({
      namespaces: [{ metadata: { name: namespace, labels: { 'kubernetes.io/metadata.name': namespace } } }],
      pods,
      networkPolicies: policies,
    })
    const rows = names.map(from =>
      names.map(to =>
        from === to
          ? null
          : model.verdict({
              from: { namespace, pod: from },
              to: { namespace, pod: to },
              port: 80,
              protocol: 'TCP',
            }).allowed,
      ),
    )
    return { id, terminal, rows }
  })
