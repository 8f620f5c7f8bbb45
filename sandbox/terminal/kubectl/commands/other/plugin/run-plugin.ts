import type { Process } from '../../../../../process'
import { Exit } from '../../../failure'
import { joinPath } from '../../../path'

/** Longest name of a plugin that is looked for, in words. */
const mostWords = 20

/**
 * Runs the plugin that a line means, if there is one: of `kubectl foo bar --baz` that is kubectl-foo-bar, else
 * kubectl-foo (HandlePluginCommand in kubectl's pkg/cmd/plugin.go). Ends the command with its status.
 */
export async function runPlugin(process: Process, words: readonly string[]): Promise<void> {
  const flag = words.findIndex(word => word.startsWith('-'))
  const names = words.slice(0, flag < 0 ? mostWords : Math.min(flag, mostWords))
  for (let length = names.length; length > 0; length--) {
    const name = names.slice(0, length).map(word => word.replaceAll('-', '_'))
    const path = await executableOnPath(process, `kubectl-${name.join('-')}`)
    // A plugin is a script here; whoever has no shell runs none.
    const status = path && process.spawn?.(['bash', path, ...words.slice(length)])
    if (status) throw new Exit(await status)
  }
}

async function executableOnPath({ env, cwd, files }: Process, name: string): Promise<string | undefined> {
  if (name.includes('/')) return undefined
  for (const directory of (env.PATH ?? '').split(':')) {
    const path = joinPath(cwd, `${directory}/${name}`)
    const stat = await files.stat(path).catch(() => undefined)
    if (stat?.kind === 'file' && (stat.mode & 0o111) !== 0) return path
  }
  return undefined
}
