import { expect, it } from 'vitest'
import { networkPolicies } from '../../resources/networking/network-policies'
import { pods } from '../../resources/pods/pods'
import type { Registration } from '../../resources/registration'
import { requireStructure } from '../structure/structure'
import { typedMessage, typedProblems } from './typed-patch'

const said = (registration: Registration, spec: unknown) =>
  typedMessage(typedProblems(requireStructure(registration).node, { spec }))

// As a real API server answered.
it.each([
  [{ policyType: ['Ingress'] }, '.spec.policyType: field not declared in schema'],
  [{ policyTypes: 'Ingress' }, '.spec.policyTypes: expected list, got &{Ingress}'],
  [{ policyTypes: [5] }, '.spec.policyTypes[0]: expected string, got &value.valueUnstructured{Value:5}'],
  [{ podSelector: 'app=web' }, '.spec.podSelector: expected map, got &{app=web}'],
  [
    { podSelector: { matchLabels: { a: true } } },
    '.spec.podSelector.matchLabels.a: expected string, got &value.valueUnstructured{Value:true}',
  ],
  [{ ingress: [{ ports: { port: 80 } }] }, '.spec.ingress[0].ports: expected list, got &{map[port:80]}'],
  [
    { ingress: [{ ports: [{ endPort: '90' }] }] },
    '.spec.ingress[0].ports[0].endPort: expected numeric (int or float), got string',
  ],
])('a policy with %j', (spec, message) => {
  expect(said(networkPolicies, spec)).toBe(message)
})

it.each([
  [{ containers: [{ name: 'a', foo: 1 }] }, '.spec.containers[name="a"].foo: field not declared in schema'],
  [{ containers: [{ name: 'a' }, { name: 'a' }] }, '.spec.containers: duplicate entries for key [name="a"]'],
  [
    { containers: [{ name: 'a', ports: [{ containerPort: 80, foo: 1 }] }] },
    '.spec.containers[name="a"].ports[containerPort=80,protocol="TCP"].foo: field not declared in schema',
  ],
  [
    {
      hostNetwork: 'yes',
      containers: [{ name: 'a', ports: [{ containerPort: 80 }, { containerPort: 80 }] }],
    },
    'errors:\n  .spec.containers[name="a"].ports: duplicate entries for key [containerPort=80,protocol="TCP"]\n  .spec.hostNetwork: expected boolean, got &{yes}',
  ],
])('a pod with %j', (spec, message) => {
  expect(said(pods, spec)).toBe(message)
})
