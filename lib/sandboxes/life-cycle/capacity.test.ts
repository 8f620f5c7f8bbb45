import { expect, it } from 'vitest'
import type { SandboxProvider } from '@/sandbox/provider'
import type { OpenSandbox } from '../open-sandbox'
import { createCapacity } from './capacity'
import { ownLine } from './line'

const provider = { name: 'kubernetes', limit: 1 } as SandboxProvider

it('gives the room of one that is closed to the next when it is closed, not before', async () => {
  const resting = { id: 'ann', provider, held: 0, busy: false, turn: null, usedAt: 0 } as OpenSandbox
  const open = new Map([['ann', resting]])
  const closing = new Map<string, { sandbox: OpenSandbox }>()
  let closed = () => {}
  const capacity = createCapacity({
    ...{ provider, limit: 100, open, closing, line: ownLine },
    close(sandbox) {
      open.delete(sandbox.id)
      closing.set(sandbox.id, { sandbox })
      return new Promise(resolve => {
        closed = () => {
          closing.delete(sandbox.id)
          resolve()
        }
      })
    },
  })
  expect([capacity.limit, capacity.hasRoom]).toEqual([1, false])
  const come: string[] = []
  open.set('ben', { id: 'ben', provider, turn: 1 } as OpenSandbox)
  const turn = capacity.queue.wait('ben', () => {}).then(() => come.push('ben'))
  await new Promise(resolve => setTimeout(resolve, 20))
  expect([come, capacity.size]).toEqual([[], 1])
  closed()
  await turn
  expect([come, capacity.size]).toEqual([['ben'], 1])
  capacity.dispose()
})
