import type { ContainerProgram } from '../machine'
import { gateway } from './addresses'

const row = (cells: readonly string[]) =>
  `${cells[0]!.padEnd(15)} ${cells[1]!.padEnd(15)} ${cells[2]!.padEnd(15)} ${cells[3]!.padEnd(5)} ${cells[4]!.padEnd(6)} ${cells[5]!.padEnd(6)} ${cells[6]!.padStart(3)} ${cells[7]}\n`

/** busybox route: a pod has its gateway and nothing else. */
export const route: ContainerProgram = async ({ argv, stdout }) => {
  const numeric = argv.includes('-n')
  await stdout.write('Kernel IP routing table\n')
  await stdout.write('Destination     Gateway         Genmask         Flags Metric Ref    Use Iface\n')
  const [anywhere, direct] = numeric ? ['0.0.0.0', '0.0.0.0'] : ['default', '*']
  await stdout.write(row([anywhere, gateway, '0.0.0.0', 'UG', '0', '0', '0', 'eth0']))
  await stdout.write(row([gateway, direct, '255.255.255.255', 'UH', '0', '0', '0', 'eth0']))
  return 0
}

/** busybox arp: the node answers for the gateway. */
export const arp: ContainerProgram = async ({ stdout }) => {
  await stdout.write(`? (${gateway}) at ee:ee:ee:ee:ee:ee [ether]  on eth0\n`)
  return 0
}
