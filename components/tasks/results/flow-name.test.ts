import { expect, it } from 'vitest'
import { flowName } from './flow-name'

const flow = (from: string, to: string) => ({
  from: { label: from },
  to: { label: to },
  port: 80,
  protocol: 'TCP' as const,
})

it('calls pods of the lesson’s namespace by their name alone', () => {
  expect(flowName(flow('netpol-demo/client', 'netpol-demo/web'), 'netpol-demo')).toBe('client → web 80/TCP')
})

it('says the namespace of everybody else', () => {
  expect(flowName(flow('default/visitor', '10.0.0.1'), 'netpol-demo')).toBe(
    'default/visitor → 10.0.0.1 80/TCP',
  )
  expect(flowName(flow('netpol-demo-2/client', 'web'), 'netpol-demo')).toBe(
    'netpol-demo-2/client → web 80/TCP',
  )
})
