import type { ContainerProgram } from '../machine'
import { hardwareAddress, linkLocal, mtu, ownAddress, ownIPv6 } from './addresses'

/** busybox ifconfig. */
export const ifconfig: ContainerProgram = async ({ stdout }, machine) => {
  const ip = ownAddress(machine)
  const six = ownIPv6(machine)
  const counters = (packets: number) => [
    `          RX packets:${packets} errors:0 dropped:0 overruns:0 frame:0`,
    `          TX packets:${packets} errors:0 dropped:0 overruns:0 carrier:0`,
  ]
  await stdout.write(
    [
      `eth0      Link encap:Ethernet  HWaddr ${hardwareAddress(ip).toUpperCase()}  `,
      `          inet addr:${ip}  Bcast:0.0.0.0  Mask:255.255.255.255`,
      ...(six
        ? [
            `          inet6 addr: ${six}/128 Scope:Global`,
            `          inet6 addr: ${linkLocal(ip)}/64 Scope:Link`,
          ]
        : []),
      `          UP BROADCAST RUNNING MULTICAST  MTU:${mtu}  Metric:1`,
      ...counters(8),
      '          collisions:0 txqueuelen:1000 ',
      '          RX bytes:736 (736.0 B)  TX bytes:736 (736.0 B)',
      '',
      'lo        Link encap:Local Loopback  ',
      '          inet addr:127.0.0.1  Mask:255.0.0.0',
      ...(six ? ['          inet6 addr: ::1/128 Scope:Host'] : []),
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
