import { home, listFiles, writeFile } from '@/components/request/sandbox'
import { plain } from './pasted-manifest'

/** Characters that a manifest may have to be typed as a heredoc; a longer one would fill the screen, and a line has an end. */
export const longestTyped = 20_000

/** A name like `pasted.yaml` that is not taken. */
export function freeName(taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'pasted.yaml' : `pasted-${number}.yaml`
    if (!taken.includes(name)) return name
  }
}

/** Saves a manifest as a file of its own in the home directory and answers its name. */
export async function saveAside(sandbox: string, manifest: string): Promise<string> {
  const { entries } = await listFiles(sandbox, home)
  const name = freeName(entries.map(entry => entry.name))
  await writeFile(sandbox, `${home}/${name}`, plain(manifest))
  return `~/${name}`
}
