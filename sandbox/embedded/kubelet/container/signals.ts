import type { Signal } from '../../../process'

/** Programs that handle SIGTERM (and so end at once even as pid 1); others ignore it there, as the kernel does. */
const handlers: ReadonlySet<string> = new Set([
  'agnhost',
  'apache2',
  'calico-node',
  'coredns',
  'echo-server',
  'flanneld',
  'gunicorn',
  'hello-app',
  'http-echo',
  'httpd',
  'httpd-foreground',
  'kube-controllers',
  'mariadbd',
  'memcached',
  'mongod',
  'mysqld',
  'nginx',
  'pause',
  'podinfo',
  'postgres',
  'prometheus',
  'rabbitmq-server',
  'redis-server',
  'whoami',
])

/** Does a program end with a status of its own on SIGTERM? */
export const endsItself = (signal: Signal, name: string): boolean =>
  signal === 'SIGTERM' && handlers.has(name)

/** Does the first process of a container not notice this signal? */
export const ignoresTerm = (signal: Signal, name: string): boolean =>
  signal !== 'SIGKILL' && !(handlers.has(name) && signal !== 'SIGHUP')
