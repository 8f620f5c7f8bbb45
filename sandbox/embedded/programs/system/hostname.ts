import type { ContainerProgram } from '../machine'

/** hostname(1): `-i` and `-I` tell the address. */
export const hostname: ContainerProgram = async ({ argv, stdout, stderr }, machine) => {
  const option = argv[1]
  if (option === undefined || option === '-s' || option === '-f') {
    await stdout.write(`${machine.hostname}\n`)
    return 0
  }
  if (option === '-i' || option === '-I') {
    const { address, addresses } = machine.sockets
    await stdout.write(option === '-I' ? `${addresses.join(' ')} \n` : `${address}\n`)
    return 0
  }
  await stderr.write('hostname: sethostname: Operation not permitted\n')
  return 1
}
