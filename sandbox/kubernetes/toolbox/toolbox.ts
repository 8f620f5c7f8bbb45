import type { ExecStreams } from '../../client'
import type { Disposable, FileSystem } from '../../process'
import type { Platform } from '../platform/objects'
import { toolboxFiles } from './files'
import { container, ensureToolbox, type Owner, type ToolboxSettings, toolboxName } from './pod'
import { runIn } from './run'
import { watchFiles } from './watch-files'

/** A learner's machine on the cluster: its files, and shells in it. */
export interface Toolbox extends Disposable {
  readonly files: FileSystem
  /** Runs a shell until it ends, making the machine again if it is gone. Answers its exit status. */
  shell(name: string, streams: ExecStreams, signal: AbortSignal): Promise<number>
}

/** The shell of an earlier connection may not know that nobody looks at it any more. */
const enter = `
note=/tmp/.shell-$0
[ -r "$note" ] && kill -HUP "$(cat "$note")" 2>/dev/null
echo $$ > "$note"
cd
exec bash`

/** Makes the toolbox of a sandbox, or finds it again. Rejects with `SandboxTrouble`. */
export async function openToolbox(
  platform: Platform,
  owner: Owner,
  settings: ToolboxSettings,
  timeout: number,
): Promise<Toolbox> {
  const { client } = platform
  const target = { namespace: owner.controlNamespace, pod: toolboxName(owner.sandbox), container }
  const ensure = () => ensureToolbox(platform, owner, settings, timeout)
  const watches = new Set<Disposable>()
  await ensure()
  return {
    files: toolboxFiles(runIn(client, target), (directory, changed) => {
      const watch = watchFiles(client, target, directory, changed)
      watches.add(watch)
      return watch
    }),
    async shell(name, streams, signal) {
      await ensure()
      return client.exec({ ...target, command: ['bash', '-c', enter, name] }, streams, signal)
    },
    dispose() {
      for (const watch of watches) watch.dispose()
    },
  }
}
