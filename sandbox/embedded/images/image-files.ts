import { FileTree, initialChanges } from '../../process'
import { distributionFiles } from './distribution'
import type { Image } from './image'

const limits = { bytes: 16 * 1024 * 1024, entries: 5_000 }

const directories = [
  '/bin',
  '/dev',
  '/etc',
  '/home',
  '/proc',
  '/root',
  '/sys',
  '/tmp',
  '/usr/bin',
  '/var/run',
  '/var/tmp',
]

const trees = new WeakMap<Image, FileTree>()

/** A container's own view of its image's files: what it leaves as it is, all containers of the image have once. */
export function imageFiles(image: Image): FileTree {
  let tree = trees.get(image)
  if (!tree) {
    tree = new FileTree(limits)
    for (const change of initialChanges(filesOf(image))) tree.apply(change)
    trees.set(image, tree)
  }
  return tree.fork()
}

const filesOf = (image: Image) => ({
  ...Object.fromEntries(directories.map(directory => [`${directory}/`, ''])),
  ...distributionFiles(image.distribution),
  ...Object.fromEntries(programFiles(image)),
  ...image.files,
})

/** So that one may list and find them; what they do is not in them. */
const programFiles = ({ programs, tools, directory, paths = {} }: Image) =>
  [
    ...Object.keys(paths),
    ...[...tools, ...Object.keys(programs)]
      .filter(name => !Object.values(paths).includes(name))
      .map(name => `${directory}/${name}`),
  ].map(path => [path, executable] as const)
const executable = { content: '', mode: 0o755 }
