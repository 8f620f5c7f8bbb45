import { execFileSync, spawn } from 'node:child_process'
import { outside } from './wall.trial'

const namespace = 'nplab-outside'
const link = 'nplab-out'
const gateway = '169.254.77.1'
const run = (...words: string[]) => execFileSync('ip', words, { stdio: 'pipe' })
const serve = `for (const port of [80, 443]) require('http').createServer((_, answer) => answer.end()).listen(port)`

/**
 * Hosts outside a cluster whose node is this machine: the addresses of `outside` in a network namespace of their own, with
 * a server. Undefined where they cannot be made: not root, or no such tools.
 */
export function makeOutsideHosts(): { close(): void } | undefined {
  const close = () => {
    for (const words of [
      ['link', 'del', link],
      ['netns', 'del', namespace],
    ])
      try {
        run(...words)
      } catch {
        // It was not there.
      }
  }
  if (process.getuid?.() !== 0) return undefined
  close()
  try {
    const there = (...words: string[]) => run('-n', namespace, ...words)
    run('netns', 'add', namespace)
    run('link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace)
    run('addr', 'add', `${gateway}/32`, 'dev', link)
    run('link', 'set', link, 'up')
    for (const { ip } of Object.values(outside)) {
      run('route', 'add', `${ip}/32`, 'dev', link, 'src', gateway)
      there('addr', 'add', `${ip}/32`, 'dev', 'eth0')
    }
    there('link', 'set', 'eth0', 'up')
    there('route', 'add', `${gateway}/32`, 'dev', 'eth0')
    there('route', 'add', 'default', 'via', gateway, 'dev', 'eth0')
  } catch {
    close()
    return undefined
  }
  const server = spawn('ip', ['netns', 'exec', namespace, process.execPath, '-e', serve], { stdio: 'ignore' })
  return {
    close() {
      server.kill()
      close()
    },
  }
}
