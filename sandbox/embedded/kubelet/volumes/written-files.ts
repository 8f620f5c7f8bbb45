import { createMemoryFiles, DeferredFiles, type FileSystem, FileTree } from '../../../process'
import type { Content } from './content'

const limits = { bytes: 4 * 1024 * 1024, entries: 2_000 }

/** `..2026_11_30_08_30_20.123000000` (volume/util AtomicWriter). */
const datedName = (time: number) =>
  `..${new Date(time).toISOString().replace(/[-T:]/g, '_').replace('Z', '000000')}`

/** A dated directory with the files, and links to it: that is how the kubelet changes all of them at once. */
function write(content: Content, mode: number): FileTree {
  const tree = new FileTree(limits)
  const time = Date.now()
  const dated = datedName(time)
  tree.apply({ op: 'directory', path: `/${dated}`, time })
  for (const [path, text] of Object.entries(content)) {
    const at = `/${dated}/${path}`
    tree.apply({ op: 'directory', path: at.slice(0, at.lastIndexOf('/')), recursive: true, time })
    tree.apply({ op: 'write', path: at, content: Buffer.from(text), mode, time })
  }
  tree.apply({ op: 'symlink', path: '/..data', target: dated, time })
  for (const first of new Set(Object.keys(content).map(path => path.split('/')[0]!)))
    tree.apply({ op: 'symlink', path: `/${first}`, target: `..data/${first}`, time })
  return tree
}

/** Files that are as their sources say whenever somebody looks; `revision` tells whether those have changed. */
export function createWrittenFiles(options: {
  content: () => Content
  revision: () => string
  mode: number
}): FileSystem {
  let files: FileSystem | undefined
  let shown: string | undefined
  return new DeferredFiles(() => {
    const revision = options.revision()
    if (!files || revision !== shown)
      files = createMemoryFiles({ tree: write(options.content(), options.mode) })
    shown = revision
    return files
  })
}
