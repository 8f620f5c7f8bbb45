import { serveHttp } from '../../../../../embedded/programs/http/server'
import type { Command } from '../../../command'
import { flag } from '../../../flags/definition'
import type { Invocation } from '../../../invocation'
import { logLine } from '../../../log-line'
import { createRequestFilter } from './filter'
import { listenAt } from './listen'
import { createProxyHandler } from './pass-on'

const defaultPort = 8001

export const proxy: Command = {
  name: 'proxy',
  usage: '[--port=PORT] [--www=static-dir] [--www-prefix=prefix] [--api-prefix=prefix]',
  short: 'Run a proxy to the Kubernetes API server',
  long: `Run a proxy between this terminal and the Kubernetes API server.

 What asks it speaks plain HTTP; it adds who you are and passes the question on, so that curl needs no token. It lasts until Ctrl-C; ask it from another terminal, or begin it with & at the end of the line.`,
  examples: `# The whole API on port 8001
kubectl proxy &
curl http://127.0.0.1:8001/api/v1/namespaces/default/pods

# The API below another path, on any free port
kubectl proxy --port=0 --api-prefix=/custom/`,
  flags: [
    flag.string('www', 'A directory of files to serve as well; not in this terminal.', { shorthand: 'w' }),
    flag.string('www-prefix', 'The path below which these files are.', {
      shorthand: 'P',
      default: '/static/',
    }),
    flag.string('api-prefix', 'The path below which the API is.', { default: '/' }),
    flag.string('accept-paths', 'Regular expressions, split at commas: paths that are passed on.', {
      default: '^.*',
    }),
    flag.string('reject-paths', 'Paths that are not, even when they are among those that are.', {
      default: '^/api/.*/pods/.*/exec,^/api/.*/pods/.*/attach',
    }),
    flag.string('accept-hosts', 'What may stand in the Host header.', {
      default: '^localhost$,^127\\.0\\.0\\.1$,^\\[::1\\]$',
    }),
    flag.string('reject-methods', "HTTP methods that are not passed on ('POST,PUT,PATCH').", {
      default: '^$',
    }),
    flag.int('port', 'Where to listen; 0 takes a free port.', { shorthand: 'p', default: defaultPort }),
    flag.string('address', 'Address to listen on, of this terminal only.', { default: '127.0.0.1' }),
    flag.bool('disable-filter', 'Pass on everything, whoever asks. Any page of a browser could, then.'),
    flag.string('unix-socket', 'A Unix socket to listen on; not in this terminal.', { shorthand: 'u' }),
    flag.duration('keepalive', 'How long an idle connection to the server is kept; 0 is for good.'),
    flag.bool('append-server-path', "Put the path of the context's server before each path; always so here."),
  ],
  run: runProxy,
}

async function runProxy(invocation: Invocation): Promise<void> {
  const { flags, ports, signal } = invocation
  const { client } = await invocation.api()
  const unfiltered = flags.bool('disable-filter')
  const withoutFilter =
    'Request filter disabled, your proxy is vulnerable to XSRF attacks, please be cautious'
  if (unfiltered && !flags.string('unix-socket'))
    await invocation.err(logLine('W', 'proxy.go:177', withoutFilter))
  const accepts = unfiltered ? () => true : createRequestFilter(flags)
  if (flags.string('unix-socket')) {
    if (flags.int('port') !== defaultPort)
      throw new Error('cannot set --unix-socket and --port at the same time')
    throw new Error('--unix-socket is not available in this terminal: nothing here connects to one')
  }
  if (flags.string('www'))
    throw new Error(
      "--www is not available in this terminal: it serves the API only. Files are read with 'cat'",
    )

  const handle = createProxyHandler({ client, prefix: flags.string('api-prefix'), accepts, signal })
  const { listeners, at } = listenAt(ports, flags.string('address'), flags.int('port'))
  const stop = () => {
    for (const listener of listeners) listener.dispose()
  }
  signal.addEventListener('abort', stop, { once: true })
  try {
    if (signal.aborted) return
    await invocation.out(`Starting to serve on ${at}\n`)
    await Promise.all(listeners.map(listener => serveHttp(listener, handle)))
    signal.throwIfAborted()
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}
