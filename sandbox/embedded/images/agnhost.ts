import { agnhost as program } from '../programs/agnhost/agnhost'
import { busyboxTools } from '../programs/applets'
import { dig } from '../programs/bind/dig'
import { host } from '../programs/bind/host'
import { nslookup } from '../programs/bind/nslookup'
import { inBusybox } from '../programs/busybox/voice'
import { curl } from '../programs/curl/curl'
import { ip } from '../programs/inspect/ip'
import { ss } from '../programs/inspect/ss'
import { nc } from '../programs/openbsd/nc'
import { busyboxPrograms } from './busybox'
import { type Image, path, tags } from './image'
import { shell } from './shell'

/** Kubernetes' own test image: Alpine with bash, bind-tools, curl, iproute2 and netcat-openbsd. */
export const agnhost: Image = {
  programs: {
    ...busyboxPrograms,
    agnhost: program,
    bash: shell('bash'),
    curl,
    dig,
    host,
    ip,
    nc,
    nslookup,
    ss,
  },
  paths: { '/agnhost': 'agnhost', '/agnhost-2': 'agnhost' },
  tools: busyboxTools,
  voice: inBusybox,
  distribution: 'alpine',
  directory: '/bin',
  files: { '/uploads/': '' },
  entrypoint: ['/agnhost'],
  command: ['pause'],
  environment: { PATH: path },
  workingDirectory: '/',
  size: 51_311_200,
  hasTag: tags(),
}
