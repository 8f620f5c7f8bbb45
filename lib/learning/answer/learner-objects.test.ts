import { expect, it } from 'vitest'
import { createEmbeddedProvider } from '@/sandbox/embedded/provider'
import { graderMark, graderName } from '@/sandbox/grader/counterexample/mark'
import { objectHash } from './object-hash'
import { answerNow } from './stored-answer'

it('what the grader makes for a moment is no change of the learner’s and part of no answer', async () => {
  const provider = await createEmbeddedProvider()
  const sandbox = await provider.open('moment')
  const client = sandbox.asGrader()
  try {
    await sandbox.reset({ cni: 'calico', objects: [] })
    const before = await objectHash(client)
    const metadata = { annotations: graderMark }
    const make = (collection: string, name: string) =>
      client.request('POST', collection, { body: { metadata: { ...metadata, name } } })
    await make('/api/v1/namespaces', 'elsewhere')
    await make('/api/v1/namespaces/elsewhere/configmaps', graderName)
    expect(await objectHash(client)).toBe(before)
    expect((await answerNow(client, {}))?.objects).toEqual([])
    await client.request('POST', '/api/v1/namespaces', { body: { metadata: { name: 'own' } } })
    expect(await objectHash(client)).not.toBe(before)
  } finally {
    client.dispose()
    await provider.close()
  }
})
