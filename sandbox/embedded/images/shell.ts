import type { Process } from '../../process'
import type { DialectName } from '../../shell'
import { createInteractiveShell } from '../../terminal/shell-program'
import { NetworkError } from '../network/network-error'
import { resolve } from '../network/resolver'
import type { ContainerProgram, Machine } from '../programs/machine'

/** The image's shell, with the image's programs; bash opens /dev/tcp. */
export const shell =
  (dialect: DialectName): ContainerProgram =>
  (process, machine) =>
    createInteractiveShell({
      dialect,
      programs: machine.programs,
      names: machine.names,
      ...(dialect === 'bash' && { connect: (host, port) => open(process, machine, host, Number(port)) }),
    })(process)

async function open(process: Process, { sockets }: Machine, host: string, port: number) {
  const found = await resolve({ sockets, files: process.files, signal: process.signal }, host)
  if ('failure' in found) throw new Error('Name or service not known')
  try {
    return await sockets.connect({ ip: found.addresses[0]!, port }, { signal: process.signal })
  } catch (error) {
    if (error instanceof NetworkError) throw new Error(error.message)
    throw error
  }
}
