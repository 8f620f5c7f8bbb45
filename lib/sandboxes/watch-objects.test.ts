import { describe, expect, it } from 'vitest'
import type { KubernetesClient } from '@/sandbox/client'
import { graderMark, graderName } from '@/sandbox/grader/counterexample/mark'
import { createLiveFeed } from './live-feed'
import { watchObjects } from './watch-objects'

const pod = (name: string, resourceVersion: number, phase = 'Running') => ({
  metadata: { name, namespace: 'demo', resourceVersion: String(resourceVersion) },
  status: { phase },
})

/** An API whose list of pods and whose watch events are given by the test. */
function scripted() {
  const events: { type: string; object: unknown }[] = []
  let wake = () => {}
  let listed = { items: [] as unknown[], metadata: { resourceVersion: '1' } }
  const client = {
    request: async (_: string, path: string) => ({
      status: 200,
      warnings: [],
      body: path.endsWith('/pods') ? listed : { items: [], metadata: { resourceVersion: '1' } },
    }),
    async *watch(path: string, { signal }: { signal: AbortSignal }) {
      while (!signal.aborted) {
        if (path.endsWith('/pods')) yield* events.splice(0)
        await new Promise<void>(resolve => {
          if (path.endsWith('/pods')) wake = resolve
          signal.addEventListener('abort', () => resolve())
        })
      }
    },
  } as unknown as KubernetesClient
  return {
    client,
    list(version: number, ...items: unknown[]) {
      listed = { items, metadata: { resourceVersion: String(version) } }
    },
    async event(type: string, object: unknown) {
      events.push({ type, object })
      wake()
      await new Promise(resolve => setImmediate(resolve))
    },
  }
}

function watched() {
  const api = scripted()
  const feed = createLiveFeed({ state: 'ready', lesson: null, task: null, startedAt: null })
  const ending = new AbortController()
  const start = () =>
    watchObjects({ client: api.client, feed, signal: ending.signal, isHidden: () => false, onEnd: () => {} })
  const pods = () => feed.objects.pods.map(({ metadata, status }) => `${metadata?.name} ${status?.phase}`)
  return { ...api, start, pods, end: () => ending.abort() }
}

describe('watchObjects', () => {
  it('shows what is there, then what changes', async () => {
    const { list, event, start, pods, end } = watched()
    list(5, pod('web', 4))
    await start().synced
    expect(pods()).toEqual(['web Running'])
    await event('MODIFIED', pod('web', 6, 'Failed'))
    await event('ADDED', pod('api', 7))
    expect(pods()).toEqual(['web Failed', 'api Running'])
    await event('DELETED', pod('web', 8))
    expect(pods()).toEqual(['api Running'])
    end()
  })

  it('does not show what the grader makes for a moment', async () => {
    const { list, event, start, pods, end } = watched()
    list(5, pod('web', 4))
    await start().synced
    const made = pod(graderName, 6)
    await event('ADDED', { ...made, metadata: { ...made.metadata, annotations: graderMark } })
    expect(pods()).toEqual(['web Running'])
    end()
  })

  it('does not show again what a later list has left behind', async () => {
    const { list, event, start, pods, end } = watched()
    list(5, pod('old', 4))
    const objects = start()
    await objects.synced
    list(20, pod('new', 19))
    await objects.catchUp()
    expect(pods()).toEqual(['new Running'])
    await event('MODIFIED', pod('old', 8, 'Failed'))
    await event('ADDED', pod('new', 12, 'Pending'))
    expect(pods()).toEqual(['new Running'])
    await event('MODIFIED', pod('new', 21, 'Failed'))
    expect(pods()).toEqual(['new Failed'])
    end()
  })

  it('does not go back to an older list that was slow', async () => {
    const { list, start, pods, end } = watched()
    list(20, pod('new', 19))
    const objects = start()
    await objects.synced
    list(5, pod('old', 4))
    await objects.catchUp()
    expect(pods()).toEqual(['new Running'])
    end()
  })
})
