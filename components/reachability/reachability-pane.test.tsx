// @vitest-environment jsdom
import { cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { StillLive } from '@/components/live/live-context'
import { initialLiveState, type LiveState } from '@/components/live/live-state'
import { WorkbenchProvider } from '@/components/workbench/workbench-context'
import { ReachabilityPane } from './reachability-pane'

const namespace = 'netpol-demo'
const place = { sandbox: 's', course: 'c', lesson: 'l', namespace }

const pod = (
  name: string,
  index: number,
  podNamespace = namespace,
  labels: Record<string, string> = { app: name },
) => ({
  metadata: { name, namespace: podNamespace, labels },
  spec: { containers: [{ name, image: 'nginx', ports: [{ containerPort: 80 }] }] },
  status: { phase: 'Running', podIP: `10.244.0.${index}`, podIPs: [{ ip: `10.244.0.${index}` }] },
})

const live: LiveState = {
  ...initialLiveState,
  sequence: 1,
  sandbox: { state: 'ready', lesson: 'l', task: null, startedAt: null },
  objects: {
    namespaces: [{ metadata: { name: namespace } }, { metadata: { name: 'kube-system' } }],
    pods: [pod('client', 5), pod('web', 6), pod('coredns', 2, 'kube-system', { 'k8s-app': 'kube-dns' })],
    services: [],
    networkPolicies: [
      {
        metadata: { name: 'close-web', namespace },
        spec: { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'] },
      },
    ],
  },
}

const show = (state: LiveState, addresses: readonly string[] = []) =>
  render(
    <StillLive state={state}>
      <WorkbenchProvider place={{ ...place, addresses }}>
        <ReachabilityPane />
      </WorkbenchProvider>
    </StillLive>,
  )

afterEach(cleanup)

describe('the matrix', () => {
  it('judges every pair of the learner’s pods and leaves the system’s out', () => {
    show(live)
    expect(screen.getAllByRole('button').map(button => button.getAttribute('aria-label'))).toEqual([
      'client to web, 80/TCP: blocked',
      'web to client, 80/TCP: open',
    ])
    expect(screen.getByRole('table').textContent).not.toContain('coredns')
  })

  it('computes nothing where policies are hidden, and shows what was tried there', () => {
    const flow = {
      sequence: 1,
      time: 0,
      from: { namespace, pod: 'client' },
      to: { namespace, pod: 'web' },
      port: 80,
      protocol: 'TCP' as const,
      outcome: 'dropped' as const,
      probe: false,
    }
    show({ ...live, flows: [flow], sandbox: { ...live.sandbox!, hiddenPolicies: [namespace] } })
    expect(screen.queryAllByRole('button')).toEqual([])
    expect(screen.getByText(/You may not read the policies of netpol-demo/)).toBeDefined()
    expect(screen.getAllByRole('row')[1]?.textContent).toContain('hidden')
    expect(screen.getAllByRole('row')[1]?.textContent).toContain('dropped')
  })

  it('forgets what was tried before the lesson began', () => {
    const flow = {
      sequence: 1,
      time: 5,
      from: { namespace, pod: 'client' },
      to: { namespace, pod: 'web' },
      port: 80,
      protocol: 'TCP' as const,
      outcome: 'dropped' as const,
      probe: false,
    }
    const sandbox = { ...live.sandbox!, hiddenPolicies: [namespace], startedAt: 6 }
    show({ ...live, flows: [flow], sandbox })
    expect(screen.getAllByRole('row')[1]?.textContent).not.toContain('dropped')
  })

  it('explains a cell, and gives the focus back', async () => {
    show(live)
    const cell = screen.getByRole('button', { name: /^client to web/ })
    await userEvent.click(cell)
    const explanation = screen.getByRole('region', { name: /client → web/ })
    expect(explanation.textContent).toContain('close-web')
    expect(document.activeElement?.textContent).toContain('client → web')
    await userEvent.click(within(explanation).getByRole('button', { name: 'Close' }))
    expect(document.activeElement).toBe(cell)
  })

  it('shows a check beside the verdict as it comes', () => {
    const end = (name: string) => ({ label: name, namespace, pod: name })
    const flow = { from: end('client'), to: end('web'), port: 80, protocol: 'TCP' as const }
    const checked = {
      id: 'a',
      kind: 'flow' as const,
      outcome: 'passed' as const,
      flow,
      message: { id: 'engine.allowed.self', params: { pod: 'web' } },
    }
    const planned = [
      { id: 'a', flow },
      { id: 'b', flow: { ...flow, from: end('web'), to: end('client') } },
    ]
    show({ ...live, grading: { task: 't', planned, checked: new Map([['a', checked]]) } })
    expect(screen.getByRole('button', { name: /^client to web, .*as expected$/ })).toBeTruthy()
    expect(screen.getByRole('button', { name: /^web to client, .*being tried$/ })).toBeTruthy()
  })

  it('shows what gets through where nobody enforces policies, and says so', () => {
    const flannel = {
      metadata: { name: 'kube-flannel-ds-8x4wn', namespace: 'kube-flannel', labels: { app: 'flannel' } },
      spec: { containers: [] },
      status: { phase: 'Running' },
    }
    show({ ...live, objects: { ...live.objects, pods: [...live.objects.pods, flannel] } })
    expect(screen.getByRole('button', { name: 'client to web, 80/TCP: open' })).toBeTruthy()
    expect(screen.getByText(/^flannel does not enforce policies/)).toBeTruthy()
  })

  it('has the addresses that the exercise names, but no pair of them', () => {
    show(live, ['192.0.2.7', '192.0.2.8'])
    const names = screen.getAllByRole('button').map(button => button.getAttribute('aria-label'))
    expect(names).toContain('192.0.2.7 to web, 80/TCP: blocked')
    expect(names).toContain('web to 192.0.2.7, 80/TCP: open')
    expect(names.filter(name => name?.includes('192.0.2.7 to 192'))).toEqual([])
  })

  it('says where the wall between learners decides, and what the policies alone would say', async () => {
    const own = { namespaces: { matchLabels: { tenant: 'one' } } }
    const wall = {
      metadata: { name: 'wall' },
      spec: {
        ...{ tier: 'Admin' as const, priority: 0, subject: own },
        egress: [{ action: 'Deny' as const, to: [{ networks: ['0.0.0.0/0'] }] }],
      },
    }
    const within = { action: 'Pass' as const, to: [own] }
    const spec = { ...wall.spec, egress: [within, ...wall.spec.egress] }
    show(
      {
        ...live,
        sandbox: { ...live.sandbox!, wall: [{ ...wall, spec }] },
        objects: {
          ...live.objects,
          namespaces: [{ metadata: { name: namespace, labels: { tenant: 'one' } } }],
        },
      },
      ['192.0.2.7'],
    )
    expect(screen.getByRole('button', { name: 'web to client, 80/TCP: open' })).toBeTruthy()
    expect(screen.getByRole('button', { name: 'client to web, 80/TCP: blocked' })).toBeTruthy()
    await userEvent.click(
      screen.getByRole('button', {
        name: 'web to 192.0.2.7, 80/TCP: stopped by the wall between learners',
      }),
    )
    const explanation = screen.getByRole('region', { name: /web → 192.0.2.7/ })
    expect(explanation.textContent).toContain('by the wall between learners, not by your policies')
    expect(explanation.textContent).toContain('By your policies aloneAllowed')
    expect(screen.getByRole('list', { name: 'Signs' }).textContent).toContain('the wall between learners')
  })

  it('says what to wait for where there are no pods', () => {
    show({ ...live, objects: { ...live.objects, pods: [] } })
    expect(screen.getByText(/No pods yet/)).toBeTruthy()
  })
})
