import { busyboxTools } from '../programs/applets'
import { dig } from '../programs/bind/dig'
import { host } from '../programs/bind/host'
import { nslookup } from '../programs/bind/nslookup'
import { inBusybox } from '../programs/busybox/voice'
import { curl } from '../programs/curl/curl'
import { ethtool } from '../programs/inspect/ethtool'
import { ip } from '../programs/inspect/ip'
import { ss } from '../programs/inspect/ss'
import { nmap } from '../programs/nmap/nmap'
import { nc } from '../programs/openbsd/nc'
import { fping } from '../programs/paths/fping'
import { mtr } from '../programs/paths/mtr'
import { tracepath } from '../programs/paths/tracepath'
import { socat } from '../programs/socat/socat'
import { getent } from '../programs/system/getent'
import { tcpdump } from '../programs/tcpdump/tcpdump'
import { busyboxPrograms } from './busybox'
import { type Image, path, tags } from './image'
import { shell } from './shell'

/** Alpine with the network tools of bind-tools, netcat-openbsd, iproute2 and curl. */
export const netshoot: Image = {
  programs: {
    ...busyboxPrograms,
    bash: shell('bash'),
    curl,
    dig,
    ethtool,
    fping,
    getent,
    host,
    ip,
    mtr,
    nc,
    nmap,
    nslookup,
    socat,
    ss,
    tcpdump,
    tracepath,
  },
  tools: [...busyboxTools, 'jq', 'file', 'tree'],
  voice: inBusybox,
  distribution: 'alpine',
  directory: '/usr/bin',
  files: {},
  entrypoint: [],
  command: ['zsh'],
  environment: { PATH: path },
  workingDirectory: '/root',
  size: 204_214_361,
  hasTag: tags(),
}
