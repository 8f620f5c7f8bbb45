import type { ContainerProgram, Machine } from '../machine'
import { gateway, gateway6, hardwareAddress, linkLocal, mtu, ownAddress, ownIPv6 } from './addresses'

/** How a device is shown: iproute2 names its group, busybox does not. */
type Dialect = 'iproute2' | 'busybox'
type Request = {
  readonly machine: Machine
  readonly dialect: Dialect
  readonly options: ReadonlySet<string>
  /** `dev eth0`, or only `eth0`. */
  readonly device: string | undefined
  /** What follows the command. */
  readonly rest: readonly string[]
}
type View = (request: Request) => string

type Device = {
  name: string
  shown: string
  flags: string
  mtu: number
  state: string
  link: string
  brd: string
  inet: string
  /** Where the pod has IPv6. */
  inet6: string[]
}

const devicesOf = ({ machine, device }: Request): Device[] => {
  const ip = ownAddress(machine)
  const six = ownIPv6(machine)
  const all: Device[] = [
    {
      name: 'lo',
      shown: '1: lo',
      flags: 'LOOPBACK,UP,LOWER_UP',
      mtu: 65_536,
      state: 'UNKNOWN',
      link: 'link/loopback 00:00:00:00:00:00',
      brd: '00:00:00:00:00:00',
      inet: '127.0.0.1/8 scope host lo',
      inet6: six ? ['::1/128 scope host'] : [],
    },
    {
      name: 'eth0',
      shown: '3: eth0@if15',
      flags: 'BROADCAST,MULTICAST,UP,LOWER_UP',
      mtu,
      state: 'UP',
      link: `link/ether ${hardwareAddress(ip)}`,
      brd: 'ff:ff:ff:ff:ff:ff',
      inet: `${ip}/32 scope global eth0`,
      inet6: six ? [`${six}/128 scope global`, `${linkLocal(ip)}/64 scope link`] : [],
    },
  ]
  return device === undefined ? all : all.filter(({ name }) => name === device)
}

const head = ({ dialect }: Request, { shown, flags, mtu: size, state }: Device, mode: string) =>
  dialect === 'busybox'
    ? `${shown}: <${flags}> mtu ${size} qdisc noqueue qlen 1000`
    : `${shown}: <${flags}> mtu ${size} qdisc noqueue state ${state}${mode} group default qlen 1000`

const linkLine = ({ dialect }: Request, { name, link, brd }: Device) =>
  `    ${link} brd ${brd}${name === 'eth0' && dialect === 'iproute2' ? ' link-netnsid 0' : ''}`

const addresses: View = request => {
  const { options } = request
  const devices = devicesOf(request)
  const shownOf = ({ inet, inet6 }: Device) => [
    ...(options.has('6') ? [] : [{ family: 'inet', text: inet }]),
    ...(options.has('4') ? [] : inet6.map(text => ({ family: 'inet6', text }))),
  ]
  if (options.has('6') && ownIPv6(request.machine) === undefined) return ''
  if (options.has('br'))
    return devices
      .map(device => {
        const own = shownOf(device).map(({ text }) => text.split(' ')[0])
        return `${device.shown.replace(/^\d+: /, '').padEnd(16)} ${device.state.padEnd(14)} ${own.join(' ')} \n`
      })
      .join('')
  if (options.has('o'))
    return devices
      .flatMap(device =>
        shownOf(device).map(
          ({ family, text }) =>
            `${device.shown[0]}: ${device.name}    ${family} ${text}\\       valid_lft forever preferred_lft forever\n`,
        ),
      )
      .join('')
  return devices
    .flatMap(device => [
      head(request, device, ''),
      ...(options.has('4') || options.has('6') ? [] : [linkLine(request, device)]),
      ...shownOf(device).flatMap(({ family, text }) => [
        `    ${family} ${text}${family === 'inet6' ? ' ' : ''}`,
        '       valid_lft forever preferred_lft forever',
      ]),
      '',
    ])
    .filter(line => line !== '')
    .map(line => `${line}\n`)
    .join('')
}

const links: View = request => {
  const { options } = request
  const devices = devicesOf(request)
  if (options.has('br'))
    return devices
      .map(
        ({ shown, state, link, flags }) =>
          `${shown.replace(/^\d+: /, '').padEnd(16)} ${state.padEnd(14)} ${link.split(' ')[1]} <${flags}> \n`,
      )
      .join('')
  const counters = (label: string, last: string) =>
    `    ${label}:  bytes packets errors dropped  ${last}           \n${'9140'.padStart(12)}${'98'.padStart(8)}${'0'.padStart(7)}${'0'.padStart(8)}${'0'.padStart(8)}${'0'.padStart(8)} \n`
  return devices
    .map(
      device =>
        `${head(request, device, ' mode DEFAULT')}\n${linkLine(request, device)}\n${
          options.has('s') ? counters('RX', 'missed   mcast') + counters('TX', 'carrier collsns') : ''
        }`,
    )
    .join('')
}

const routes: View = ({ machine, rest, options }) => {
  const six = ownIPv6(machine)
  if (options.has('6') && !six) return ''
  const at = rest.indexOf('get')
  const target = at >= 0 ? rest[at + 1] : undefined
  if (target === undefined && options.has('6'))
    return `${six} dev eth0 proto kernel metric 256 pref medium\nfe80::/64 dev eth0 proto kernel metric 256 pref medium\ndefault via ${gateway6} dev eth0 metric 1024 pref medium\n`
  if (target === undefined) return `default via ${gateway} dev eth0 \n${gateway} dev eth0 scope link \n`
  const own = ownAddress(machine)
  if (six && target.includes(':'))
    return target === six || target === '::1'
      ? `local ${target} dev lo table local proto kernel src ${target} metric 0 pref medium\n`
      : `${target} from :: via ${gateway6} dev eth0 src ${six} metric 1024 pref medium\n`
  if (target === own || target.startsWith('127.'))
    return `local ${target} dev lo src ${target} uid 0 \n    cache <local> \n`
  return `${target} via ${gateway} dev eth0 src ${own} uid 0 \n    cache \n`
}
const neighbours: View = ({ dialect }) =>
  dialect === 'busybox'
    ? `${gateway} dev eth0 lladdr ee:ee:ee:ee:ee:ee used 0/0/0 probes 1 REACHABLE\n`
    : `${gateway} dev eth0 lladdr ee:ee:ee:ee:ee:ee REACHABLE \n`
const rules: View = () =>
  '0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n'

const views: readonly (readonly [name: string, view: View])[] = [
  ['address', addresses],
  ['link', links],
  ['route', routes],
  ['neighbour', neighbours],
  ['neighbor', neighbours],
  ['rule', rules],
]

const usage = `Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }
       ip [ -force ] -batch filename
where  OBJECT := { address | addrlabel | fou | help | ila | ioam | l2tp | link |
                   macsec | maddress | monitor | mptcp | mroute | mrule |
                   neighbor | neighbour | netconf | netns | nexthop | ntable |
                   ntbl | route | rule | sr | tap | tcpmetrics |
                   token | tunnel | tuntap | vrf | xfrm }
       OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] | -r[esolve] |
                    -h[uman-readable] | -iec | -j[son] | -p[retty] |
                    -f[amily] { inet | inet6 | mpls | bridge | link } |
                    -4 | -6 | -M | -B | -0 |
                    -l[oops] { maximum-addr-flush-attempts } | -br[ief] |
                    -o[neline] | -t[imestamp] | -ts[hort] | -b[atch] [filename] |
                    -rc[vbuf] [size] | -n[etns] name | -N[umeric] | -a[ll] |
                    -c[olor]}
`

/** `-brief` is `-br`, `-statistics` is `-s`. */
const short = (option: string) => {
  const name = option.replace(/^-+/, '')
  return (
    ['br', 'o', 's', '4', '6', 'j', 'V', 'd'].find(
      known => name === known || (known !== '4' && known !== '6' && name.startsWith(known)),
    ) ?? name
  )
}

const readOnly = new Set(['show', 'list', 'ls', 'sh', 'lst', 'get', 'dev'])

const create =
  (dialect: Dialect): ContainerProgram =>
  async (process, machine) => {
    const args = process.argv.slice(1)
    const words = args.filter(argument => !argument.startsWith('-'))
    const options = new Set(args.filter(argument => argument.startsWith('-')).map(short))
    if (options.has('V')) {
      await process.stdout.write('ip utility, iproute2-6.1.0, libbpf 1.1.0\n')
      return 0
    }
    const [object = '', ...rest] = words
    if (object === '' || object === 'help') {
      await process.stderr.write(usage)
      return 255
    }
    const view = views.find(([name]) => name.startsWith(object))?.[1]
    if (!view) {
      await process.stderr.write(`Object "${object}" is unknown, try "ip help".\n`)
      return 1
    }
    const [command] = rest
    if (command !== undefined && !readOnly.has(command)) {
      await process.stderr.write('RTNETLINK answers: Operation not permitted\n')
      return 2
    }
    const named = rest.filter(word => !readOnly.has(word))
    const device = view === routes ? undefined : named[0]
    if (device !== undefined && !['lo', 'eth0'].includes(device)) {
      const words =
        dialect === 'busybox' ? `ip: can't find device '${device}'` : `Device "${device}" does not exist.`
      await process.stderr.write(`${words}\n`)
      return 1
    }
    await process.stdout.write(view({ machine, dialect, options, device, rest }))
    return 0
  }

/** ip(8) of iproute2: shows addresses, links and routes; a pod may not change them. */
export const ip = create('iproute2')
/** busybox' ip, which tells less. */
export const busyboxIp = create('busybox')
