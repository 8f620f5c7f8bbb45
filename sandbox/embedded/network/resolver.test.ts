import { expect, it } from 'vitest'
import { createMemoryFiles } from '../../process'
import { candidates, readResolverConfiguration } from './resolver'

const pod = {
  nameservers: ['10.96.0.10'],
  search: ['demo.svc.cluster.local', 'svc.cluster.local', 'cluster.local'],
  ndots: 5,
}

it.each([
  ['web', ['web.demo.svc.cluster.local', 'web.svc.cluster.local', 'web.cluster.local', 'web']],
  ['a.b.c.d.e.f', ['a.b.c.d.e.f', ...pod.search.map(domain => `a.b.c.d.e.f.${domain}`)]],
  ['example.com.', ['example.com']],
])('asks for %s in the order of the C library', (name, expected) =>
  expect(candidates(name, pod)).toEqual(expected),
)

it('reads resolv.conf', async () => {
  const files = createMemoryFiles({
    initial: {
      '/etc/resolv.conf': `# made by the kubelet\nsearch ${pod.search.join(' ')}\nnameserver 10.96.0.10\noptions ndots:5\n`,
    },
  })
  expect(await readResolverConfiguration(files)).toEqual(pod)
})

it('has the resolver’s defaults without resolv.conf', async () => {
  expect(await readResolverConfiguration(createMemoryFiles())).toEqual({
    nameservers: ['127.0.0.1'],
    search: [],
    ndots: 1,
  })
})
