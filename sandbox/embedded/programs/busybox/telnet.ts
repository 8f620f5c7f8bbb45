import type { Input, Process } from '../../../process'
import { createDeadline } from '../../network/deadline'
import { NetworkError } from '../../network/network-error'
import { resolve } from '../../network/resolver'
import type { ContainerProgram } from '../machine'
import { copyBothWays } from '../relay'
import { usage } from './usage'

const usageText = `telnet [-a] [-l USER] HOST [PORT]

Connect to telnet server`

/** busybox telnet, without the protocol's options. */
export const telnet: ContainerProgram = async (process, { sockets }) => {
  const [host, port = '23'] = process.argv.slice(1).filter(argument => !argument.startsWith('-'))
  const fail = async (text: string) => {
    await process.stderr.write(text)
    return 1
  }
  if (host === undefined) return fail(usage(usageText))
  if (!/^\d{1,5}$/.test(port)) return fail(`telnet: bad port '${port}'\n`)
  const found = await resolve({ sockets, files: process.files, signal: process.signal }, host)
  if ('failure' in found) return fail(`telnet: bad address '${host}'\n`)
  const ip = found.addresses[0]!
  const deadline = createDeadline(undefined, process.signal)
  try {
    const connection = await sockets.connect({ ip, port: Number(port) }, { signal: deadline.signal })
    await process.stdout.write(`Connected to ${host}\n`)
    if (process.stdin.tty)
      await process.stdout.write("\nEntering character mode\nEscape character is '^]'.\n\n")
    const input = endOf(process)
    const talk = copyBothWays({ ...process, stdin: input.stdin }, connection, {
      halfClose: false,
      until: 'peer',
    })
    // Who has nothing more to say leaves.
    const left = await Promise.race([talk.then(() => false), input.ended.then(() => true)])
    connection.close()
    if (left) return 0
    await process.stderr.write('Connection closed by foreign host\n')
    return 1
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    return fail(`telnet: can't connect to remote host (${ip}): ${error.message}\n`)
  } finally {
    deadline.dispose()
  }
}

/** Stdin, and when it has come to its end. */
function endOf({ stdin }: Process): { stdin: Input; ended: Promise<void> } {
  let end = () => {}
  const ended = new Promise<void>(resolve => {
    end = resolve
  })
  const read = async () => {
    const chunk = await stdin.read()
    if (chunk === null) end()
    return chunk
  }
  return { stdin: { ...stdin, read, close: () => stdin.close() }, ended }
}
