import { expect, it } from 'vitest'
import { welcomeIn } from './welcome'

const here = ['default-ab12', 'shop-ab12']

it.each([
  ['kubectl get namespaces', 'kubectl get namespaces default-ab12 shop-ab12'],
  ['kubectl get ns --show-labels', 'kubectl get namespaces default-ab12 shop-ab12 --show-labels'],
  [
    "kubectl get pods -A -l 'role'",
    "for n in default-ab12 shop-ab12; do kubectl get pods -n $n -l 'role'; done",
  ],
  [
    'kubectl get netpol --all-namespaces',
    'for n in default-ab12 shop-ab12; do kubectl get netpol -n $n; done',
  ],
  ['kubectl get namespaces shop-ab12', 'kubectl get namespaces shop-ab12'],
  ['kubectl get pods -n shop-ab12 -o wide', 'kubectl get pods -n shop-ab12 -o wide'],
])('%s becomes what a learner may ask', (command, becomes) => {
  expect(welcomeIn(command, here)).toBe(becomes)
})
