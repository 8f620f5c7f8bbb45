import { expect, it } from 'vitest'
import { lines } from './lines'
import { queryString, resourcePath } from './path'

async function* chunks(...texts: (string | Uint8Array)[]) {
  for (const text of texts) yield typeof text === 'string' ? new TextEncoder().encode(text) : text
}
const collect = async (source: AsyncIterable<string>) => {
  const found: string[] = []
  for await (const line of source) found.push(line)
  return found
}

it('lines are put together over chunks, characters too', async () => {
  const euro = new TextEncoder().encode('€')
  expect(await collect(lines(chunks('a', 'b\nc', '\n\nd', euro.slice(0, 1), euro.slice(1))))).toEqual([
    'ab',
    'c',
    'd€',
  ])
})

it('paths are escaped part by part', () => {
  expect(
    resourcePath({
      group: 'apps',
      version: 'v1',
      resource: 'deployments',
      namespace: 'a b',
      name: 'x/y',
      subresource: 'scale',
    }),
  ).toBe('/apis/apps/v1/namespaces/a%20b/deployments/x%2Fy/scale')
  expect(resourcePath({ group: '', version: 'v1', resource: 'nodes' })).toBe('/api/v1/nodes')
})

it('queries leave out what is not there and repeat lists', () => {
  expect(queryString({ a: undefined, command: ['sh', '-c'], watch: true })).toBe(
    '?command=sh&command=-c&watch=true',
  )
  expect(queryString({})).toBe('')
})
