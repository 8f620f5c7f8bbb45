import { setTimeout as sleep } from 'node:timers/promises'
import type { Exec, KubernetesClient } from '../../client'
import { createPipe, type Disposable, toBytes } from '../../process'

/**
 * Prints what changed below `$1`, each path with a NUL behind it, until nobody holds its input any more. It looks from
 * within: no request goes out while nothing happens.
 */
const follow = `
mark=$(mktemp /tmp/.seen-XXXXXX) || exit
trap 'rm -f "$mark" "$mark.next"' EXIT
while read -r -t 1 || [ $? -gt 128 ]; do
  touch "$mark.next"
  find "$1" -path "$1/.kube/cache" -prune -o -newer "$mark" -printf '%p\\0' 2>/dev/null
  mv "$mark.next" "$mark"
done`

/** Milliseconds before a connection that was lost is made again; doubled for each further one. */
const firstPause = 1_000
const longestPause = 60_000

/** Tells what changes below a directory in a container, over lost connections too; what changed meanwhile is not told. */
export function watchFiles(
  client: KubernetesClient,
  target: Omit<Exec, 'command'>,
  directory: string,
  changed: (path: string) => void,
): Disposable {
  const ending = new AbortController()
  const { signal } = ending
  const once = async () => {
    const input = createPipe()
    let begun = ''
    const decoder = new TextDecoder()
    const stdout = {
      async write(chunk: Uint8Array | string) {
        const paths = (begun + decoder.decode(toBytes(chunk), { stream: true })).split('\0')
        begun = paths.pop() ?? ''
        for (const path of paths) changed(path)
      },
    }
    const command = ['bash', '-c', follow, 'follow', directory]
    await client.exec(
      { ...target, command },
      { stdin: input.input, stdout, stderr: { write: async () => {} } },
      signal,
    )
  }
  const keep = async () => {
    for (let pause = firstPause; !signal.aborted; pause = Math.min(pause * 2, longestPause)) {
      const begun = Date.now()
      await once().catch(() => {})
      if (Date.now() - begun > longestPause) pause = firstPause
      await sleep(pause, undefined, { signal, ref: false }).catch(() => {})
    }
  }
  void keep()
  return { dispose: () => ending.abort() }
}
