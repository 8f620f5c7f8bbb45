import { agnhost as program } from '../programs/agnhost/agnhost'
import { busyboxTools } from '../programs/applets'
import { dig } from '../programs/bind/dig'
import { inBusybox } from '../programs/busybox/voice'
import { curl } from '../programs/curl/curl'
import { busyboxPrograms } from './busybox'
import { type Image, path, tags } from './image'

/** Kubernetes' own test image: Alpine with bind-tools and curl. */
export const agnhost: Image = {
  programs: { ...busyboxPrograms, agnhost: program, curl, dig },
  paths: { '/agnhost': 'agnhost' },
  tools: busyboxTools,
  voice: inBusybox,
  directory: '/bin',
  files: {},
  entrypoint: ['/agnhost'],
  command: ['pause'],
  environment: { PATH: path },
  workingDirectory: '/',
  size: 51_311_200,
  hasTag: tags(),
}
