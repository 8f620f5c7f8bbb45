import { describe, expect, it } from 'vitest'
import { exerciseSchema, namespacesOf } from '../../exercise'
import { toLiteral, toShared } from '.'
import { renameText } from './rename-text'

const known = ['default', 'netpol-demo', 'production', 'shop', 'ops', 'case-dns']
const rename = (name: string) => (known.includes(name) ? `${name}-ab12` : name)

describe('a text', () => {
  it.each([
    ['kubectl get pods -n shop', 'kubectl get pods -n shop-ab12'],
    ['kubectl get pods --namespace=shop', 'kubectl get pods --namespace=shop-ab12'],
    ['kubectl label namespace shop name=shop', 'kubectl label namespace shop-ab12 name=shop'],
    [
      'kubectl label ns --overwrite shop env=production',
      'kubectl label ns --overwrite shop-ab12 env=production',
    ],
    [
      'kubectl delete namespace netpol-demo shop ops',
      'kubectl delete namespace netpol-demo-ab12 shop-ab12 ops-ab12',
    ],
    ['for ns in shop ops; do', 'for ns in shop-ab12 ops-ab12; do'],
    ['`namespace/shop labeled`', '`namespace/shop-ab12 labeled`'],
    ['No resources found in default namespace.', 'No resources found in default-ab12 namespace.'],
    ['metadata:\n  namespace: shop\n', 'metadata:\n  namespace: shop-ab12\n'],
    [
      'kind: Namespace\nmetadata:\n  name: production\n',
      'kind: Namespace\nmetadata:\n  name: production-ab12\n',
    ],
    ['kubernetes.io/metadata.name: shop', 'kubernetes.io/metadata.name: shop-ab12'],
    [
      '- key: kubernetes.io/metadata.name\n  operator: In\n  values:\n  - shop\n  - ops\n- podSelector: {}',
      '- key: kubernetes.io/metadata.name\n  operator: In\n  values:\n  - shop-ab12\n  - ops-ab12\n- podSelector: {}',
    ],
    [
      '{key: kubernetes.io/metadata.name, operator: NotIn, values: [shop, "ops"]}',
      '{key: kubernetes.io/metadata.name, operator: NotIn, values: [shop-ab12, "ops-ab12"]}',
    ],
    [
      '{"key": "kubernetes.io/metadata.name", "operator": "In", "values": ["shop"]}',
      '{"key": "kubernetes.io/metadata.name", "operator": "In", "values": ["shop-ab12"]}',
    ],
    ['everyone -> namespace:shop:*', 'everyone -> namespace:shop-ab12:*'],
    ['wget http://orders.shop/x', 'wget http://orders.shop-ab12/x'],
    ['web.case-dns.svc.cluster.local', 'web.case-dns-ab12.svc.cluster.local'],
    ['in `shop` and `shop/orders`', 'in `shop-ab12` and `shop-ab12/orders`'],
    ['netpol-demo is shut', 'netpol-demo-ab12 is shut'],
  ])('%s', (text, expected) => expect(renameText(text, rename)).toBe(expected))

  it.each([
    'a default deny in production',
    'http://kubernetes.default',
    'env: production',
    'kubectl apply -f shop.yaml',
    'kubectl apply -f netpol-demo.yaml',
    'the shop window',
    'kubectl get pods -n kube-system',
    'name=shop',
  ])('stays as it is: %s', text => expect(renameText(text, rename)).toBe(text))
})

const exercise = {
  ...exerciseSchema.parse({
    namespace: 'shop',
    roles: { web: { namespace: 'shop', labels: { app: 'web', env: 'production' } } },
    tasks: [
      {
        ...{ id: 'shop', title: 'Shut', text: 'Shut `shop`.', hints: ['a', 'b', 'c'], success: '' },
        intent: { block: ['namespace:production -> web:80'] },
        checks: [
          {
            id: 'label',
            kind: 'resource',
            apiVersion: 'v1',
            resource: 'Namespace',
            name: 'ops',
            labels: { name: 'ops' },
          },
        ],
      },
    ],
  }),
  start: [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { name: 'shop' } } },
    {
      ...{
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'shop', namespace: 'shop' },
      },
      spec: {
        podSelector: {},
        ingress: [
          { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ops' } } }] },
          {
            from: [
              {
                namespaceSelector: {
                  matchExpressions: [
                    { key: 'kubernetes.io/metadata.name', operator: 'In', values: ['ops', 'kube-system'] },
                  ],
                },
              },
            ],
          },
        ],
      },
    },
  ],
}

describe('an exercise', () => {
  const shared = toShared(exercise, 'ab12')(exercise)
  it('knows every namespace that it speaks of', () => {
    expect(namespacesOf(exercise)).toEqual(['ops', 'production', 'shop'])
  })
  it('is renamed in roles, flows, checks and objects; ids, names and labels stay', () => {
    expect(shared).toMatchObject({
      namespace: 'shop-ab12',
      roles: { web: { namespace: 'shop-ab12', labels: { env: 'production' } } },
      tasks: [
        {
          id: 'shop',
          text: 'Shut `shop-ab12`.',
          intent: { block: ['namespace:production-ab12 -> web:80'] },
          checks: [{ name: 'ops-ab12', labels: { name: 'ops' } }],
        },
      ],
      start: [
        { metadata: { name: 'shop-ab12', labels: { name: 'shop' } } },
        { metadata: { name: 'shop', namespace: 'shop-ab12' } },
      ],
    })
    expect(JSON.stringify(shared.start[1])).toContain('"kubernetes.io/metadata.name":"ops-ab12"')
    expect(JSON.stringify(shared.start[1])).toContain('["ops-ab12","kube-system"]')
  })
  it('comes back as it was', () => expect(toLiteral(exercise, 'ab12')(shared)).toEqual(exercise))
})
