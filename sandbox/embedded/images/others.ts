import { busyboxTools, debianTools } from '../programs/applets'
import { inBusybox } from '../programs/busybox/voice'
import { pgIsReady, psql } from '../programs/clients/psql'
import { redisCli } from '../programs/clients/redis-cli'
import { curl } from '../programs/curl/curl'
import { apache } from '../programs/servers/apache'
import { httpEcho } from '../programs/servers/http-echo'
import { postgres } from '../programs/servers/postgres'
import { prometheus } from '../programs/servers/prometheus'
import { python } from '../programs/servers/python'
import { redis } from '../programs/servers/redis'
import { busybox, busyboxPrograms } from './busybox'
import { debianPrograms } from './debian'
import { type Image, path, tags, tagsUpTo } from './image'

const debian = {
  programs: debianPrograms,
  tools: debianTools,
  distribution: 'debian',
  directory: '/usr/bin',
  files: {},
} as const
const alpine = {
  programs: busyboxPrograms,
  tools: busyboxTools,
  voice: inBusybox,
  distribution: 'alpine',
  directory: '/bin',
  files: {},
} as const
const common = { entrypoint: [], environment: { PATH: path }, workingDirectory: '/' } as const

export const alpineItself: Image = {
  ...busybox,
  distribution: 'alpine',
  command: ['/bin/sh'],
  size: 3_862_000,
  hasTag: tagsUpTo('3.23', 'edge'),
}

export const debianItself: Image = {
  ...common,
  ...debian,
  command: ['bash'],
  size: 48_500_000,
  hasTag: tags('stable', 'bookworm', 'trixie', 'slim'),
}

export const curlItself: Image = {
  ...common,
  ...alpine,
  programs: { ...busyboxPrograms, curl },
  entrypoint: ['curl'],
  command: [],
  workingDirectory: '/home/curl_user',
  user: { uid: 100, gid: 101, name: 'curl_user' },
  size: 9_800_000,
  hasTag: tags(),
}

export const httpd: Image = {
  ...common,
  ...debian,
  programs: { ...debianPrograms, httpd: apache, 'httpd-foreground': apache },
  files: { '/usr/local/apache2/htdocs/index.html': '<html><body><h1>It works!</h1></body></html>\n' },
  command: ['httpd-foreground'],
  workingDirectory: '/usr/local/apache2',
  size: 57_800_000,
  hasTag: tagsUpTo('2.4', 'alpine', 'bookworm', 'trixie'),
}

/** No shell in it, as in the real one. */
export const httpEchoItself: Image = {
  ...common,
  programs: { 'http-echo': httpEcho },
  paths: { '/http-echo': 'http-echo' },
  tools: [],
  distribution: 'distroless',
  directory: '/bin',
  files: {},
  entrypoint: ['/http-echo'],
  command: [],
  size: 4_900_000,
  hasTag: tags(),
}

export const prometheusItself: Image = {
  ...common,
  ...alpine,
  programs: { ...busyboxPrograms, prometheus },
  entrypoint: ['/bin/prometheus'],
  command: ['--config.file=/etc/prometheus/prometheus.yml', '--storage.tsdb.path=/prometheus'],
  workingDirectory: '/prometheus',
  size: 109_000_000,
  hasTag: tags('distroless'),
}

export const postgresItself: Image = {
  ...common,
  ...debian,
  programs: { ...debianPrograms, pg_isready: pgIsReady, postgres, psql },
  command: ['postgres'],
  size: 154_000_000,
  hasTag: tagsUpTo('18.4', 'alpine', 'bookworm', 'trixie'),
}

const pythonPrograms = { python, python3: python }
const python3 = {
  ...common,
  command: ['python3'],
  environment: { PATH: path, PYTHON_VERSION: '3.13.7' },
} as const

export const pythonDebian: Image = {
  ...python3,
  ...debian,
  programs: { ...debianPrograms, ...pythonPrograms, curl },
  size: 408_000_000,
  hasTag: tagsUpTo('3.15', 'slim', 'bookworm', 'trixie'),
}

export const pythonAlpine: Image = {
  ...python3,
  ...alpine,
  programs: { ...busyboxPrograms, ...pythonPrograms },
  size: 17_600_000,
  hasTag: tagsUpTo('3.15', 'alpine'),
}

export const redisItself: Image = {
  ...common,
  ...debian,
  programs: { ...debianPrograms, 'redis-cli': redisCli, 'redis-server': redis },
  command: ['redis-server'],
  workingDirectory: '/data',
  size: 52_000_000,
  hasTag: tagsUpTo('8.6', 'alpine', 'bookworm', 'trixie'),
}
