import type { FileList } from '@/components/request/sandbox'

/** Folders deeper than this, and more files than this, are for the terminal. */
const deepest = 3
const most = 200

/** The paths of the files below a folder, relative to it and sorted; what begins with a dot stays out. */
export async function filesBelow(
  list: (path: string) => Promise<FileList>,
  folder: string,
  depth = 0,
): Promise<string[]> {
  const { entries } = await list(folder)
  const shown = entries.filter(({ name }) => !name.startsWith('.'))
  const own = shown.filter(({ directory }) => !directory).map(({ name }) => name)
  const folders = depth < deepest ? shown.filter(({ directory }) => directory) : []
  const below = await Promise.all(
    folders.map(async ({ name }) =>
      (await filesBelow(list, `${folder}/${name}`, depth + 1)).map(path => `${name}/${path}`),
    ),
  )
  return [...own, ...below.flat()].sort((one, other) => one.localeCompare(other)).slice(0, most)
}
