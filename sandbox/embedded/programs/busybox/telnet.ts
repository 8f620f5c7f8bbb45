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
    const status = await copyBothWays(process, connection, { halfClose: false, until: 'peer' })
    await process.stderr.write('Connection closed by foreign host\n')
    return status || 1
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    return fail(`telnet: can't connect to remote host (${ip}): ${error.message}\n`)
  } finally {
    deadline.dispose()
  }
}
