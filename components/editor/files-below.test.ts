import { describe, expect, it } from 'vitest'
import { filesBelow } from './files-below'

const tree: Record<string, { name: string; directory: boolean }[]> = {
  '/home/learner': [
    { name: 'web.yaml', directory: false },
    { name: '.kube', directory: true },
    { name: 'myapp', directory: true },
  ],
  '/home/learner/myapp': [{ name: 'allow-dns.yaml', directory: false }],
}

describe('the files below a folder', () => {
  it('are named from it, folders included, hidden ones not', async () => {
    const list = async (path: string) => ({ path, entries: tree[path]! })
    expect(await filesBelow(list, '/home/learner')).toEqual(['myapp/allow-dns.yaml', 'web.yaml'])
  })
})
