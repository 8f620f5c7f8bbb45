import type { ContainerProgram } from '../machine'
import { hardwareAddress, mtu, ownAddress } from './addresses'

/** busybox ifconfig. */
export const ifconfig: ContainerProgram = async ({ stdout }, machine) => {
  const ip = ownAddress(machine)
  const counters = (packets: number) => [
    `          RX packets:${packets} errors:0 dropped:0 overruns:0 frame:0`,
    `          TX packets:${packets} errors:0 dropped:0 overruns:0 carrier:0`,
  ]
  await stdout.write(
    [
      `eth0      Link encap:Ethernet  HWaddr ${hardwareAddress(ip).toUpperCase()}  `,
      `          inet addr:${ip}  Bcast:0.0.0.0  Mask:255.255.255.255`,
      `          UP BROADCAST RUNNING MULTICAST  MTU:${mtu}  Metric:1`,
      ...counters(8),
      '          collisions:0 txqueuelen:1000 ',
      '          RX bytes:736 (736.0 B)  TX bytes:736 (736.0 B)',
      '',
      'lo        Link encap:Local Loopback  ',
      '          inet addr:127.0.0.1  Mask:255.0.0.0',
      '          UP LOOPBACK RUNNING  MTU:65536  Metric:1',
      ...counters(0),
      '          collisions:0 txqueuelen:1000 ',
      '          RX bytes:0 (0.0 B)  TX bytes:0 (0.0 B)',
      '',
      '',
    ].join('\n'),
  )
  return 0
}
