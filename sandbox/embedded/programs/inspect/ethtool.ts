import type { ContainerProgram } from '../machine'

const settings = `	Supported ports: [  ]
	Supported link modes:   Not reported
	Supported pause frame use: No
	Supports auto-negotiation: No
	Supported FEC modes: Not reported
	Advertised link modes:  Not reported
	Advertised pause frame use: No
	Advertised auto-negotiation: No
	Advertised FEC modes: Not reported
	Speed: 10000Mb/s
	Duplex: Full
	Auto-negotiation: off
	Port: Twisted Pair
	PHYAD: 0
	Transceiver: internal
	MDI-X: Unknown
	Link detected: yes
`
const driver = `driver: veth
version: 1.0
firmware-version: 
expansion-rom-version: 
bus-info: 
supports-statistics: yes
supports-test: no
supports-eeprom-access: no
supports-register-dump: no
supports-priv-flags: no
`

/** ethtool of a pod's interface, which is one end of a veth pair. */
export const ethtool: ContainerProgram = async ({ argv, stdout, stderr }) => {
  const words = argv.slice(1)
  const device = words.find(word => !word.startsWith('-'))
  if (device === undefined) {
    await stderr.write('ethtool: bad command line argument(s)\nFor more information run ethtool -h\n')
    return 1
  }
  if (!['eth0', 'lo'].includes(device)) {
    await stderr.write('netlink error: no device matches name (offset 24)\nnetlink error: No such device\n')
    return 75
  }
  if (words.includes('-i') || words.includes('--driver')) {
    await stdout.write(device === 'eth0' ? driver : driver.replace('veth', 'loopback'))
    return 0
  }
  if (words.some(word => word.startsWith('-'))) {
    await stderr.write('netlink error: Operation not supported\n')
    return 76
  }
  await stdout.write(
    device === 'eth0' ? `Settings for eth0:\n${settings}` : 'Settings for lo:\n\tLink detected: yes\n',
  )
  return 0
}
