import { busyboxTools, debianTools } from '../../programs/applets'
import { dig } from '../../programs/bind/dig'
import { host } from '../../programs/bind/host'
import { nslookup } from '../../programs/bind/nslookup'
import { inBusybox } from '../../programs/busybox/voice'
import { curl } from '../../programs/curl/curl'
import type { ContainerProgram } from '../../programs/machine'
import { memcached, mongod, rabbitmq } from '../../programs/services/brokers'
import { hello } from '../../programs/services/hello'
import { helloWorld, node, perl, php } from '../../programs/services/interpreters'
import { mysqld } from '../../programs/services/mysql'
import { busyboxPrograms } from '../busybox'
import { debianPrograms } from '../debian'
import type { Distribution } from '../distribution'
import { type Image, path, tags } from '../image'

type Base = Pick<Image, 'programs' | 'tools' | 'voice' | 'distribution' | 'directory' | 'files'>

const bases: Readonly<Record<Exclude<Distribution, 'busybox'>, Base>> = {
  alpine: {
    programs: busyboxPrograms,
    tools: busyboxTools,
    voice: inBusybox,
    distribution: 'alpine',
    directory: '/bin',
    files: {},
  },
  debian: {
    programs: debianPrograms,
    tools: debianTools,
    distribution: 'debian',
    directory: '/usr/bin',
    files: {},
  },
  distroless: { programs: {}, tools: [], distribution: 'distroless', directory: '/bin', files: {} },
  ubuntu: {
    programs: debianPrograms,
    tools: debianTools,
    distribution: 'ubuntu',
    directory: '/usr/bin',
    files: {},
  },
}

type Service = {
  readonly base: keyof typeof bases
  /** The program that the image is for, under the name that `ps` shows. */
  readonly runs: Readonly<Record<string, ContainerProgram>>
  /** Others in it. */
  readonly with?: Readonly<Record<string, ContainerProgram>>
  readonly command?: readonly string[]
  readonly entrypoint?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly directory?: string
  readonly user?: Image['user']
  /** Megabytes. */
  readonly size: number
  readonly tag?: Image['hasTag']
}

function imageOf(service: Service): Image {
  const base = bases[service.base]
  const [program = ''] = Object.keys(service.runs)
  return {
    ...base,
    programs: { ...base.programs, ...service.with, ...service.runs },
    paths: program === '' ? {} : { [`/${program}`]: program },
    entrypoint: service.entrypoint ?? [],
    command: service.command ?? [program],
    environment: { PATH: path, ...service.environment },
    workingDirectory: service.directory ?? '/',
    ...(service.user && { user: service.user }),
    size: service.size * 1_000_000,
    hasTag: service.tag ?? tags('alpine', 'slim', 'bookworm', 'trixie', 'noble', 'jammy', 'lts'),
  }
}

const only = (pattern: RegExp) => (tag: string) => pattern.test(tag)

const services: Readonly<Record<string, readonly Service[]>> = {
  'docker.io/alpine/curl': [{ base: 'alpine', runs: { curl }, entrypoint: ['curl'], command: [], size: 9 }],
  'docker.io/ealen/echo-server': [
    { base: 'distroless', runs: { 'echo-server': hello.echoServer }, size: 40 },
  ],
  'docker.io/jmalloc/echo-server': [
    { base: 'distroless', runs: { 'echo-server': hello.echoServer }, size: 5 },
  ],
  'docker.io/jocatalin/kubernetes-bootcamp': [
    { base: 'debian', runs: { node: hello.bootcamp2 }, with: { curl }, size: 84, tag: only(/^v2$/) },
  ],
  'docker.io/kennethreitz/httpbin': [
    { base: 'ubuntu', runs: { gunicorn: hello.httpbin }, size: 197, tag: only(/^latest$/) },
  ],
  'docker.io/kicbase/echo-server': [
    { base: 'distroless', runs: { 'echo-server': hello.echoServer }, size: 5 },
  ],
  'docker.io/library/hello-world': [
    { base: 'distroless', runs: { hello: helloWorld }, size: 0.01, tag: only(/^(latest|linux)$/) },
  ],
  'docker.io/library/mariadb': [
    {
      base: 'ubuntu',
      runs: {
        mariadbd: mysqld({
          program: 'mariadbd',
          version: '5.5.5-12.0.2-MariaDB-ubu2404',
          prefixes: ['MARIADB', 'MYSQL'],
        }),
      },
      size: 115,
    },
  ],
  'docker.io/library/memcached': [
    { base: 'debian', runs: { memcached }, user: { uid: 11211, gid: 11211, name: 'memcache' }, size: 32 },
  ],
  'docker.io/library/mongo': [{ base: 'ubuntu', runs: { mongod }, size: 296 }],
  'docker.io/library/mysql': [
    {
      base: 'debian',
      runs: { mysqld: mysqld({ program: 'mysqld', version: '9.4.0', prefixes: ['MYSQL'] }) },
      size: 231,
      tag: tags('lts', 'innovation', 'oraclelinux9', 'oracle', 'debian'),
    },
  ],
  'docker.io/library/node': [
    { base: 'debian', runs: { node }, with: { curl }, environment: { NODE_VERSION: '22.20.0' }, size: 396 },
    { base: 'alpine', runs: { node }, size: 52, tag: tags('alpine') },
  ],
  'docker.io/library/perl': [{ base: 'debian', runs: { perl }, size: 376 }],
  'docker.io/library/php': [
    { base: 'debian', runs: { php }, size: 170, tag: tags('cli', 'apache', 'fpm', 'alpine') },
  ],
  'docker.io/library/rabbitmq': [
    {
      base: 'ubuntu',
      runs: { 'rabbitmq-server': rabbitmq },
      size: 120,
      tag: tags('management', 'alpine'),
    },
  ],
  'docker.io/library/ubuntu': [
    {
      base: 'ubuntu',
      runs: {},
      command: ['/bin/bash'],
      size: 29.7,
      tag: tags('noble', 'jammy', 'focal', 'rolling', 'devel'),
    },
  ],
  'docker.io/nginxdemos/hello': [
    { base: 'alpine', runs: { nginx: hello.nginxHello }, size: 23, tag: only(/^(latest|0\.\d)$/) },
    { base: 'alpine', runs: { nginx: hello.nginxHelloPlain }, size: 23, tag: only(/^(0\.\d-)?plain-text$/) },
  ],
  'docker.io/paulbouwer/hello-kubernetes': [
    { base: 'alpine', runs: { node: hello.helloKubernetes }, size: 45 },
  ],
  'docker.io/radial/busyboxplus': [
    { base: 'alpine', runs: {}, with: { curl }, command: ['sh'], size: 5, tag: only(/^(latest|curl|base)$/) },
  ],
  'docker.io/stefanprodan/podinfo': [{ base: 'alpine', runs: { podinfo: hello.podinfo }, size: 34 }],
  'docker.io/traefik/whoami': [{ base: 'distroless', runs: { whoami: hello.whoami }, size: 3 }],
  'gcr.io/google-samples/hello-app': [
    { base: 'distroless', runs: { 'hello-app': hello.helloApp1 }, size: 12, tag: only(/^(latest|1\.0)$/) },
    { base: 'distroless', runs: { 'hello-app': hello.helloApp2 }, size: 12, tag: only(/^2\.0$/) },
  ],
  'gcr.io/google-samples/kubernetes-bootcamp': [
    { base: 'debian', runs: { node: hello.bootcamp1 }, with: { curl }, size: 84, tag: only(/^v1$/) },
  ],
  'registry.k8s.io/e2e-test-images/echoserver': [
    { base: 'debian', runs: { nginx: hello.oldEchoServer }, size: 46 },
  ],
  'registry.k8s.io/e2e-test-images/jessie-dnsutils': [
    {
      base: 'debian',
      runs: {},
      with: { dig, host, nslookup },
      command: ['sleep', 'infinity'],
      size: 112,
      tag: tags(),
    },
  ],
  'registry.k8s.io/hpa-example': [{ base: 'debian', runs: { apache2: hello.hpaExample }, size: 68 }],
}

/** Other names of the same. */
const aliases: Readonly<Record<string, string>> = {
  'docker.io/containous/whoami': 'docker.io/traefik/whoami',
  'gcr.io/k8s-minikube/kicbase/echo-server': 'docker.io/kicbase/echo-server',
  'ghcr.io/stefanprodan/podinfo': 'docker.io/stefanprodan/podinfo',
  'k8s.gcr.io/echoserver': 'registry.k8s.io/e2e-test-images/echoserver',
  'k8s.gcr.io/hpa-example': 'registry.k8s.io/hpa-example',
  'registry.k8s.io/echoserver': 'registry.k8s.io/e2e-test-images/echoserver',
  'us-docker.pkg.dev/google-samples/containers/gke/hello-app': 'gcr.io/google-samples/hello-app',
}

const images = Object.fromEntries(
  Object.entries(services).map(([repository, variants]) => [repository, variants.map(imageOf)]),
)

/** Images that tutorials use, each with one service: by repository. */
export const serviceImages: Readonly<Record<string, readonly Image[]>> = {
  ...images,
  ...Object.fromEntries(Object.entries(aliases).map(([alias, repository]) => [alias, images[repository]!])),
}
