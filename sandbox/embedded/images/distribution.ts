import type { InitialFiles } from '../../process'

/** What an image is built on, as its files tell. */
export type Distribution = 'alpine' | 'busybox' | 'debian' | 'distroless' | 'ubuntu'

/** `name:number[:group]`, `name:number:group:home:shell` where they differ from the rest. */
type Account = readonly [name: string, uid: number, gid: number, home: string, shell?: string]

const passwd = (accounts: readonly Account[], nologin: string) =>
  accounts
    .map(([name, uid, gid, home, shell = nologin]) => `${name}:x:${uid}:${gid}:${name}:${home}:${shell}\n`)
    .join('')

const group = (groups: readonly (readonly [name: string, gid: number])[]) =>
  groups.map(([name, gid]) => `${name}:x:${gid}:\n`).join('')

const debianFamily: readonly Account[] = [
  ['root', 0, 0, '/root', '/bin/bash'],
  ['daemon', 1, 1, '/usr/sbin'],
  ['bin', 2, 2, '/bin'],
  ['sys', 3, 3, '/dev'],
  ['sync', 4, 65534, '/bin', '/bin/sync'],
  ['games', 5, 60, '/usr/games'],
  ['man', 6, 12, '/var/cache/man'],
  ['lp', 7, 7, '/var/spool/lpd'],
  ['mail', 8, 8, '/var/mail'],
  ['news', 9, 9, '/var/spool/news'],
  ['www-data', 33, 33, '/var/www'],
  ['backup', 34, 34, '/var/backups'],
  ['list', 38, 38, '/var/list'],
  ['_apt', 42, 65534, '/nonexistent'],
  ['nobody', 65534, 65534, '/nonexistent'],
]
const debianGroups = [
  ['root', 0],
  ['daemon', 1],
  ['bin', 2],
  ['sys', 3],
  ['adm', 4],
  ['tty', 5],
  ['disk', 6],
  ['mail', 8],
  ['www-data', 33],
  ['shadow', 42],
  ['users', 100],
  ['nogroup', 65534],
] as const

const debian = `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
HOME_URL="https://www.debian.org/"
SUPPORT_URL="https://www.debian.org/support"
BUG_REPORT_URL="https://bugs.debian.org/"
`

const ubuntu = `PRETTY_NAME="Ubuntu 24.04.3 LTS"
NAME="Ubuntu"
VERSION_ID="24.04"
VERSION="24.04.3 LTS (Noble Numbat)"
VERSION_CODENAME=noble
ID=ubuntu
ID_LIKE=debian
HOME_URL="https://www.ubuntu.com/"
SUPPORT_URL="https://help.ubuntu.com/"
BUG_REPORT_URL="https://bugs.launchpad.net/ubuntu/"
PRIVACY_POLICY_URL="https://www.ubuntu.com/legal/terms-and-policies/privacy-policy"
UBUNTU_CODENAME=noble
LOGO=ubuntu-logo
`

const alpine = `NAME="Alpine Linux"
ID=alpine
VERSION_ID=3.22.1
PRETTY_NAME="Alpine Linux v3.22"
HOME_URL="https://alpinelinux.org/"
BUG_REPORT_URL="https://gitlab.alpinelinux.org/alpine/aports/-/issues"
`

const files: Readonly<Record<Distribution, InitialFiles>> = {
  alpine: {
    '/etc/alpine-release': '3.22.1\n',
    '/etc/group': group([
      ['root', 0],
      ['bin', 1],
      ['daemon', 2],
      ['sys', 3],
      ['adm', 4],
      ['tty', 5],
      ['wheel', 10],
      ['www-data', 82],
      ['users', 100],
      ['nobody', 65534],
    ]),
    '/etc/os-release': alpine,
    '/etc/passwd': passwd(
      [
        ['root', 0, 0, '/root', '/bin/sh'],
        ['bin', 1, 1, '/bin'],
        ['daemon', 2, 2, '/sbin'],
        ['mail', 8, 12, '/var/mail'],
        ['guest', 405, 100, '/dev/null'],
        ['nobody', 65534, 65534, '/'],
      ],
      '/sbin/nologin',
    ),
  },
  busybox: {
    '/etc/group': group([
      ['root', 0],
      ['daemon', 1],
      ['bin', 2],
      ['sys', 3],
      ['wheel', 10],
      ['www-data', 33],
      ['users', 100],
      ['nobody', 65534],
    ]),
    '/etc/passwd': passwd(
      [
        ['root', 0, 0, '/root', '/bin/sh'],
        ['daemon', 1, 1, '/usr/sbin'],
        ['bin', 2, 2, '/bin'],
        ['sys', 3, 3, '/dev'],
        ['sync', 4, 100, '/bin', '/bin/sync'],
        ['mail', 8, 8, '/var/spool/mail'],
        ['www-data', 33, 33, '/var/www'],
        ['operator', 37, 37, '/var'],
        ['nobody', 65534, 65534, '/home'],
      ],
      '/bin/false',
    ),
  },
  debian: {
    '/etc/debian_version': '12.12\n',
    '/etc/group': group(debianGroups),
    '/etc/os-release': debian,
    '/etc/passwd': passwd(debianFamily, '/usr/sbin/nologin'),
  },
  distroless: {
    '/etc/group': group([
      ['root', 0],
      ['nobody', 65534],
    ]),
    '/etc/passwd': passwd(
      [
        ['root', 0, 0, '/root'],
        ['nobody', 65534, 65534, '/nonexistent'],
      ],
      '/sbin/nologin',
    ),
  },
  ubuntu: {
    '/etc/debian_version': 'trixie/sid\n',
    '/etc/group': group([...debianGroups, ['ubuntu', 1000]]),
    '/etc/os-release': ubuntu,
    '/etc/passwd': passwd(
      [...debianFamily, ['ubuntu', 1000, 1000, '/home/ubuntu', '/bin/bash']],
      '/usr/sbin/nologin',
    ),
  },
}

/** The files by which one tells it. */
export const distributionFiles = (distribution: Distribution): InitialFiles => files[distribution]
