import { busyboxTools } from '../programs/applets'
import { busyboxItself } from '../programs/busybox/busybox'
import { httpd } from '../programs/busybox/httpd'
import { nc } from '../programs/busybox/nc'
import { nslookup } from '../programs/busybox/nslookup'
import { ping } from '../programs/busybox/ping'
import { sleep } from '../programs/busybox/sleep'
import { telnet } from '../programs/busybox/telnet'
import { top } from '../programs/busybox/top'
import { traceroute } from '../programs/busybox/traceroute'
import { inBusybox } from '../programs/busybox/voice'
import { wget } from '../programs/busybox/wget'
import { ifconfig } from '../programs/inspect/ifconfig'
import { busyboxIp } from '../programs/inspect/ip'
import { arp, route } from '../programs/inspect/route'
import { netstat } from '../programs/inspect/sockets'
import type { ContainerProgram } from '../programs/machine'
import { pgrep, pidof } from '../programs/system/find-processes'
import { hostname } from '../programs/system/hostname'
import { busyboxWhoami, id } from '../programs/system/id'
import { kill } from '../programs/system/kill'
import { df, free, mount, nproc, uptime } from '../programs/system/machine-state'
import { busyboxPs } from '../programs/system/ps'
import { uname } from '../programs/system/uname'
import { busybox as busyboxTar } from '../programs/tar/dialects'
import { tar } from '../programs/tar/tar'
import { type Image, path, tagsUpTo } from './image'
import { shell } from './shell'

/** The applets that are not text or file tools. */
export const busyboxPrograms: Readonly<Record<string, ContainerProgram>> = {
  arp,
  ash: shell('busybox'),
  busybox: busyboxItself,
  df,
  free,
  hostname,
  httpd,
  id,
  ifconfig,
  ip: busyboxIp,
  kill,
  mount,
  nc,
  netstat,
  nproc,
  nslookup,
  pgrep,
  pidof,
  ping,
  ping6: ping,
  ps: busyboxPs,
  route,
  sh: shell('busybox'),
  sleep,
  tar: tar(busyboxTar),
  telnet,
  top,
  traceroute,
  traceroute6: traceroute,
  uname,
  uptime,
  wget,
  whoami: busyboxWhoami,
}

export const busybox: Image = {
  programs: busyboxPrograms,
  tools: busyboxTools,
  voice: inBusybox,
  distribution: 'busybox',
  directory: '/bin',
  files: {},
  entrypoint: [],
  command: ['sh'],
  environment: { PATH: path },
  workingDirectory: '/',
  size: 2_412_119,
  hasTag: tagsUpTo('1.37', 'stable', 'unstable', 'musl', 'glibc', 'uclibc'),
}
