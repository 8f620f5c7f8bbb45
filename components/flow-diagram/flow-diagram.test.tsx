// @vitest-environment jsdom
import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { Diagram, DiagramBox } from '@/protocol'
import { FlowDiagram } from './flow-diagram'

const box = (name: string, namespace: string, isolated: DiagramBox['isolated'] = []): DiagramBox => ({
  id: `${namespace}/${name}`,
  kind: 'pod',
  name,
  namespace,
  labels: [],
  isolated,
})
const tcp = (port: number) => ({ port, protocol: 'TCP' }) as const

const diagram: Diagram = {
  caption: 'Who reaches web',
  rows: [[box('client', 'shop'), box('web', 'shop', ['ingress'])], [box('client', 'street')]],
  namespaceLabels: { shop: ['env=prod'] },
  arrows: [
    { from: 'shop/client', to: 'shop/web', ports: [tcp(80)], verdict: 'open', closed: [] },
    { from: 'street/client', to: 'shop/web', ports: [tcp(80)], verdict: 'blocked', closed: ['ingress'] },
    {
      from: 'shop/client',
      to: 'street/client',
      ports: [{ port: 53, protocol: 'UDP' }, tcp(53)],
      verdict: 'either',
      closed: [],
    },
  ],
}

it('says in sentences what the picture shows', () => {
  render(<FlowDiagram diagram={diagram} />)
  expect(screen.getByRole('figure', { name: 'Who reaches web' })).toBeTruthy()
  expect(screen.getAllByRole('listitem', { hidden: true }).map(item => item.textContent)).toEqual([
    'gets through',
    'stopped where the cross is',
    'left open',
    'isolated: only what a rule allows',
    'client in shop reaches web in shop on 80.',
    'client in street does not reach web in shop on 80: it is not let in at the target.',
    'Whether client in shop reaches client in street on 53 UDP, TCP is left open here.',
    'web in shop is isolated for ingress: only what a rule allows gets in.',
  ])
})

it('tells open from blocked by more than a colour', () => {
  const { container } = render(<FlowDiagram diagram={diagram} />)
  const crosses = (verdict: string) =>
    container.querySelectorAll(`figure > svg [data-verdict=${verdict}] .diagram-cross`).length
  expect([crosses('open'), crosses('blocked'), crosses('either')]).toEqual([0, 1, 0])
})
