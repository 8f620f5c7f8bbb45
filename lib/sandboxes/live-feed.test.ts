import { describe, expect, it } from 'vitest'
import type { LiveServerMessage } from '@/protocol'
import { liveServerMessage } from '@/protocol'
import { createLiveFeed, type LiveFeed } from './live-feed'

const pod = (name: string, phase = 'Running') => ({
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: { name, namespace: 'demo' },
  status: { phase },
})
const feed = () => createLiveFeed({ state: 'ready', lesson: '05', task: 'deny', startedAt: 1 })

function viewer(of: LiveFeed, after?: number) {
  const messages: LiveServerMessage[] = []
  const { dispose } = of.subscribe(after, message => messages.push(message))
  return { messages, dispose, types: () => messages.map(({ type }) => type), last: () => messages.at(-1)! }
}

describe('createLiveFeed', () => {
  it('begins with a snapshot, then tells changes in order', () => {
    const live = feed()
    live.object('Pod', 'demo/web', pod('web'))
    const { messages } = viewer(live)
    live.object('Pod', 'demo/web', pod('web', 'Failed'))
    live.object('Pod', 'demo/api', pod('api'))
    live.object('Pod', 'demo/web', undefined)
    expect(messages).toMatchObject([
      { type: 'snapshot', objects: { pods: [pod('web')] }, sandbox: { lesson: '05' } },
      { type: 'change', change: 'MODIFIED', object: pod('web', 'Failed') },
      { type: 'change', change: 'ADDED', object: pod('api') },
      { type: 'change', change: 'DELETED', object: pod('web', 'Failed') },
    ])
    const sequences = messages.map(({ sequence }) => sequence)
    expect(sequences).toEqual(sequences.map((_, index) => sequences[0]! + index))
    for (const message of messages) liveServerMessage.parse(message)
  })

  it('says nothing when an object did not change, or was not there', () => {
    const live = feed()
    live.object('Pod', 'demo/web', pod('web'))
    const { messages } = viewer(live)
    live.object('Pod', 'demo/web', pod('web'))
    live.object('Pod', 'demo/gone', undefined)
    live.setState({ lesson: '05' })
    expect(messages).toHaveLength(1)
  })

  it('gives a viewer that comes back what it missed, and nothing twice', () => {
    const live = feed()
    const first = viewer(live)
    live.object('Pod', 'demo/web', pod('web'))
    first.dispose()
    live.object('Pod', 'demo/api', pod('api'))
    live.tell({ type: 'task', task: 'deny', passed: true })
    expect(viewer(live, first.last().sequence).types()).toEqual(['change', 'task'])
    expect(viewer(live, first.last().sequence + 2).types()).toEqual([])
  })

  it('gives a snapshot to a viewer that was away too long', () => {
    const live = feed()
    const { last } = viewer(live)
    for (let index = 0; index < 5_000; index++) live.object('Pod', `demo/${index}`, pod(`pod-${index}`))
    expect(viewer(live, last().sequence - 4_990).types()).toEqual(['snapshot'])
  })

  it('gives a snapshot to a viewer from before a restart', async () => {
    const before = viewer(feed())
    await new Promise(resolve => setTimeout(resolve, 2))
    const live = feed()
    live.object('Pod', 'demo/web', pod('web'))
    expect(viewer(live, before.last().sequence).types()).toEqual(['snapshot'])
  })

  it('gives everybody a snapshot again, also those who come back later', () => {
    const live = feed()
    const { types, last } = viewer(live)
    const { sequence } = last()
    live.setPassed(['deny'])
    live.resync()
    expect(types()).toEqual(['snapshot', 'snapshot'])
    expect(last()).toMatchObject({ passed: ['deny'] })
    expect(viewer(live, sequence).types()).toEqual(['snapshot'])
  })
})
