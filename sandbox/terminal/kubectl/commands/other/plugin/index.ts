import { FileError, type Process } from '../../../../../process'
import type { Command } from '../../../command'
import { findCommand } from '../../../find-command'
import { flag } from '../../../flags/definition'
import type { Invocation } from '../../../invocation'
import { baseName, joinPath } from '../../../path'

/** `kubectl plugin`; what is a command of kubectl already, and so no plugin's, `root` tells. */
export const createPluginCommand = (root: () => Command): Command => ({
  name: 'plugin',
  usage: '[flags]',
  short: 'Provides utilities for interacting with plugins',
  long: `Plugins are commands of your own: an executable file on your PATH whose name begins with "kubectl-".

 kubectl-foo-bar is kubectl foo bar. Here these are scripts of the shell.`,
  examples: `# Which plugins are there?
kubectl plugin list

# Make one
mkdir -p ~/bin && PATH=$PATH:~/bin
echo 'kubectl get pods -A' > ~/bin/kubectl-everybody && chmod +x ~/bin/kubectl-everybody
kubectl everybody`,
  flags: [],
  subcommands: [
    {
      name: 'list',
      usage: '[flags]',
      short: 'List all visible plugin executables',
      long: 'List the files on your PATH that are plugins: executable, with a name that begins with "kubectl-".',
      flags: [flag.bool('name-only', 'Only the names of the files, not their paths.')],
      run: invocation => listPlugins(invocation, root()),
    },
  ],
})

async function listPlugins(invocation: Invocation, root: Command): Promise<void> {
  const { flags, process } = invocation
  const paths = await pluginsOnPath(process, text => invocation.err(text))
  const seen = new Map<string, string>()
  let warnings = 0
  if (paths.length > 0) await invocation.out('The following compatible plugins are available:\n\n')
  for (const path of paths) {
    const name = baseName(path)
    await invocation.out(`${flags.bool('name-only') ? name : path}\n`)
    const found: string[] = []
    const { mode } = await process.files.stat(joinPath(process.cwd, path))
    if ((mode & 0o111) === 0) found.push(`${path} identified as a kubectl plugin, but it is not executable`)
    const other = seen.get(name)
    if (other) found.push(`${path} is overshadowed by a similarly named plugin: ${other}`)
    else seen.set(name, path)
    const command = findCommand(root, name.split('-').slice(1)).path
    if (command.length > 1)
      found.push(
        `${name} overwrites existing command: ${JSON.stringify(command.map(one => one.name).join(' '))}`,
      )
    for (const text of found) await invocation.err(`  - warning: ${text}\n`)
    warnings += found.length
  }
  if (paths.length === 0) throw new Error('error: unable to find any kubectl plugins in your PATH\n')
  if (warnings === 1) throw new Error('error: one plugin warning was found\n')
  if (warnings > 1) throw new Error(`error: ${warnings} plugin warnings were found\n`)
}

/** Files named as plugins, in the order in which a shell would find them. */
async function pluginsOnPath(
  { env, cwd, files }: Process,
  complain: (text: string) => Promise<void>,
): Promise<string[]> {
  const found: string[] = []
  for (const directory of new Set((env.PATH ?? '').split(':'))) {
    if (directory.trim() === '') continue
    try {
      for (const name of (await files.list(joinPath(cwd, directory))).sort()) {
        const path = `${directory.replace(/\/+$/, '')}/${name}`
        if (!name.startsWith('kubectl-')) continue
        const { kind } = await files.stat(joinPath(cwd, path))
        if (kind !== 'directory') found.push(path)
      }
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      const why = `open ${directory}: ${error.message.toLowerCase()}`
      await complain(
        `Unable to read directory ${JSON.stringify(directory)} from your PATH: ${why}. Skipping...\n`,
      )
    }
  }
  return found
}
