import { busyboxTools, debianTools } from '../programs/applets'
import { inBusybox } from '../programs/busybox/voice'
import { curl } from '../programs/curl/curl'
import { nginx } from '../programs/servers/nginx'
import { defaultServer, mainConfig, welcomePage } from '../programs/servers/nginx-pages'
import { getent } from '../programs/system/getent'
import { procpsPs } from '../programs/system/ps'
import { busyboxPrograms } from './busybox'
import { debianPrograms } from './debian'
import { type Image, path, tagsUpTo } from './image'

const served = {
  files: {
    '/etc/nginx/conf.d/default.conf': defaultServer,
    '/etc/nginx/nginx.conf': mainConfig,
    '/usr/share/nginx/html/index.html': { content: welcomePage, modified: 0 },
  },
  entrypoint: [],
  command: ['nginx', '-g', 'daemon off;'],
  environment: { PATH: path, NGINX_VERSION: '1.22.1' },
  workingDirectory: '/',
}

/** Debian with bash and curl; no wget, no nslookup, no ip. */
export const nginxDebian: Image = {
  ...served,
  programs: { ...debianPrograms, curl, nginx, ps: procpsPs },
  tools: debianTools,
  distribution: 'debian',
  directory: '/usr/bin',
  size: 72_324_501,
  hasTag: tagsUpTo('1.31', 'stable', 'mainline', 'perl', 'otel', 'bookworm', 'trixie'),
}

/** Alpine: busybox's applets, and curl. */
export const nginxAlpine: Image = {
  ...served,
  programs: { ...busyboxPrograms, curl, getent, nginx },
  tools: busyboxTools,
  voice: inBusybox,
  distribution: 'alpine',
  directory: '/bin',
  size: 21_703_155,
  hasTag: tagsUpTo('1.31', 'alpine', 'slim', 'perl', 'otel', 'stable', 'mainline'),
}

const unprivileged = defaultServer.replace(/listen(\s+)80;/, 'listen$18080;')

/** As nginx' own, for who may not be root: on port 8080. */
export const nginxUnprivileged: Image = {
  ...nginxDebian,
  files: { ...served.files, '/etc/nginx/conf.d/default.conf': unprivileged },
  user: { uid: 101, gid: 101 },
}
