import type { ContainerProgram, Machine } from '../machine'
import { gateway, hardwareAddress, mtu, ownAddress } from './addresses'

type View = (machine: Machine, brief: boolean) => string

const address: View = (machine, brief) => {
  const ip = ownAddress(machine)
  if (brief)
    return `lo               UNKNOWN        127.0.0.1/8 \neth0@if15        UP             ${ip}/32 \n`
  return [
    '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000',
    '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00',
    '    inet 127.0.0.1/8 scope host lo',
    '       valid_lft forever preferred_lft forever',
    `3: eth0@if15: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu ${mtu} qdisc noqueue state UP group default qlen 1000`,
    `    link/ether ${hardwareAddress(ip)} brd ff:ff:ff:ff:ff:ff link-netnsid 0`,
    `    inet ${ip}/32 scope global eth0`,
    '       valid_lft forever preferred_lft forever',
    '',
  ].join('\n')
}

const link: View = machine =>
  [
    '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000',
    '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00',
    `3: eth0@if15: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu ${mtu} qdisc noqueue state UP mode DEFAULT group default qlen 1000`,
    `    link/ether ${hardwareAddress(ownAddress(machine))} brd ff:ff:ff:ff:ff:ff link-netnsid 0`,
    '',
  ].join('\n')

const route: View = () => `default via ${gateway} dev eth0 \n${gateway} dev eth0 scope link \n`
const neighbours: View = () => `${gateway} dev eth0 lladdr ee:ee:ee:ee:ee:ee REACHABLE\n`

const views: readonly (readonly [name: string, view: View])[] = [
  ['address', address],
  ['link', link],
  ['route', route],
  ['neighbour', neighbours],
  ['neighbor', neighbours],
]

/** ip(8): shows addresses, links and routes; a pod may not change them. */
export const ip: ContainerProgram = async (process, machine) => {
  const words = process.argv.slice(1).filter(argument => !argument.startsWith('-'))
  const brief = process.argv.some(argument => argument === '-br' || argument === '-brief')
  const [object = '', command] = words
  const view = views.find(([name]) => object !== '' && name.startsWith(object))?.[1]
  if (!view) {
    await process.stderr.write(`Object "${object}" is unknown, try "ip help".\n`)
    return 1
  }
  if (command !== undefined && !['show', 'list', 'ls', 'get', 'dev'].includes(command)) {
    await process.stderr.write('RTNETLINK answers: Operation not permitted\n')
    return 2
  }
  await process.stdout.write(view(machine, brief))
  return 0
}
