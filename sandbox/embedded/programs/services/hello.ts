import { randomBytes, randomUUID } from 'node:crypto'
import { plainText } from '../agnhost/answers'
import { header } from '../http/message'
import { accessTime, errorTime } from '../servers/log-time'
import { type Asked, page, portFrom, type WebService, webService } from './web-service'

const remote = ({ request: { connection } }: Asked) => `${connection.remote.ip}:${connection.remote.port}`
const requestLine = ({ request: { method, target, version } }: Asked) => `${method} ${target} ${version}`
const canonical = (name: string) => name.toLowerCase().replace(/(^|-)[a-z]/g, letter => letter.toUpperCase())
/** Without the host, sorted, as Go's http.Header is written. */
const goHeaders = ({ request: { headers } }: Asked) =>
  headers
    .filter(([name]) => name.toLowerCase() !== 'host')
    .map(([name, value]) => [canonical(name), value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
const host = ({ request: { headers } }: Asked) => header(headers, 'host') ?? ''
const json = 'application/json'

/** traefik/whoami: the request as it came, and who got it. */
const whoami: WebService = {
  port: process => {
    const at = process.argv.findIndex(argument => /^--?port$/.test(argument))
    const inline = process.argv.find(argument => /^--?port=/.test(argument))?.split('=')[1]
    return Number(inline ?? (at > 0 ? process.argv[at + 1] : process.env.WHOAMI_PORT_NUMBER)) || 80
  },
  started: port => `${errorTime(new Date())} Starting up on port ${port}\n`,
  answer(asked) {
    const { machine, path, process } = asked
    const name = process.env.WHOAMI_NAME
    const addresses = ['127.0.0.1', machine.sockets.address]
    if (path === '/health') return plainText('')
    if (path === '/bench') return plainText('1')
    if (path === '/api') {
      const headers = Object.fromEntries(goHeaders(asked).map(([key, value]) => [key, [value]]))
      const { method, target } = asked.request
      const seen = {
        hostname: machine.hostname,
        ip: addresses,
        headers,
        url: target,
        host: host(asked),
        method,
      }
      return plainText(
        `${JSON.stringify({ ...seen, ...(name && { name }), remoteAddr: remote(asked) })}\n`,
        200,
        json,
      )
    }
    return plainText(
      [
        ...(name ? [`Name: ${name}`] : []),
        `Hostname: ${machine.hostname}`,
        ...addresses.map(ip => `IP: ${ip}`),
        `RemoteAddr: ${remote(asked)}`,
        requestLine(asked),
        `Host: ${host(asked)}`,
        ...goHeaders(asked).map(([key, value]) => `${key}: ${value}`),
        '',
        '',
      ].join('\n'),
    )
  },
}

/** gcr.io/google-samples/hello-app: 1.0 and 2.0 differ in what they say of themselves. */
const helloApp = (version: string): WebService => ({
  port: portFrom('PORT', 8080),
  started: port => `${errorTime(new Date())} Server listening on port ${port}\n`,
  logged: ({ path }) => `${errorTime(new Date())} Serving request: ${path}`,
  answer: ({ machine }) =>
    plainText(`Hello, world!\nVersion: ${version}.0.0\nHostname: ${machine.hostname}\n`),
})

/** gcr.io/google-samples/kubernetes-bootcamp, of Kubernetes' own tutorial. */
const bootcamp = (version: number): WebService => ({
  port: () => 8080,
  started: () =>
    `Kubernetes Bootcamp App Started At: ${new Date().toISOString()} | Running On:  bootcamp\n\n`,
  answer: ({ machine }) =>
    page(
      version === 1
        ? `Hello Kubernetes bootcamp! | Running on: ${machine.hostname} | v=1\n`
        : `Hello Kubernetes bootcamp! | Running on: ${machine.hostname} | v=${version}\n`,
    ),
  logged: ({ machine, path }) =>
    `Running On: ${machine.hostname} | Request for ${path} | App Uptime: ${performance.now() / 1_000} seconds`,
})

/** kicbase/echo-server, as minikube's first steps have it. */
const echoServer: WebService = {
  port: portFrom('PORT', 8080),
  started: port => `Echo server listening on port ${port}.\n`,
  answer: asked =>
    plainText(
      [
        `Request served by ${asked.machine.hostname}`,
        '',
        requestLine(asked).replace(/^(\S+) (\S+) /, '$1 $2 '),
        '',
        `Host: ${host(asked)}`,
        ...goHeaders(asked).map(([key, value]) => `${key}: ${value}`),
        ...(asked.request.body ? ['', asked.request.body] : []),
        '',
      ].join('\n'),
    ),
  logged: asked => `${remote(asked)} | ${asked.request.method} ${asked.request.target}`,
}

/** registry.k8s.io/echoserver 1.4: nginx with a little Lua. */
const oldEchoServer: WebService = {
  port: () => 8080,
  started: () => '',
  answer(asked) {
    const { connection, headers, method, version, body } = asked.request
    return page(
      [
        'CLIENT VALUES:',
        `client_address=${connection.remote.ip}`,
        `command=${method}`,
        `real path=${asked.request.target}`,
        'query=nil',
        `request_version=${version.replace('HTTP/', '')}`,
        `request_uri=http://${host(asked)}:8080${asked.request.target}`,
        '',
        'SERVER VALUES:',
        'server_version=nginx: 1.10.0 - lua: 10001',
        '',
        'HEADERS RECEIVED:',
        ...[...headers].map(([key, value]) => `${key.toLowerCase()}=${value}`).sort(),
        'BODY:',
        body || '-no body in request-',
      ].join('\n'),
      { server: 'nginx/1.10.0' },
    )
  },
}

/** nginxdemos/hello: which server it was; `plain-text` without HTML. */
const nginxHello = (plain: boolean): WebService => ({
  port: () => 80,
  started: () => '',
  answer(asked) {
    const { machine } = asked
    const { local } = asked.request.connection
    const facts = [
      ['Server address', `${local.ip}:${local.port}`],
      ['Server name', machine.hostname],
      ['Date', accessTime(new Date())],
      ['URI', asked.request.target],
    ]
    const server = 'nginx/1.29.1'
    if (plain) {
      const id = ['Request ID', randomBytes(16).toString('hex')]
      return page([...facts, id].map(([name, value]) => `${name}: ${value}\n`).join(''), { server })
    }
    const rows = facts
      .map(([name, value]) => `<p><span>${name}:</span> <span>${value!.replace(/[<&]/g, ' ')}</span></p>\n`)
      .join('')
    return page(
      `<!DOCTYPE html>\n<html>\n<head>\n<title>Hello World</title>\n</head>\n<body>\n<div class="info">\n${rows}</div>\n</body>\n</html>\n`,
      { server, type: 'text/html' },
    )
  },
  logged: (asked, { status, body }) =>
    `${asked.request.connection.remote.ip} - - [${accessTime(new Date())}] "${requestLine(asked)}" ${status} ${body.length} "-" "${header(asked.request.headers, 'user-agent') ?? '-'}" "-"`,
})

/** paulbouwer/hello-kubernetes: a page with a message and the pod's name. */
const helloKubernetes: WebService = {
  port: portFrom('PORT', 8080),
  started: port => `Listening on: http://hello-kubernetes:${port}\n`,
  answer: ({ machine, process }) =>
    page(
      `<!DOCTYPE html>\n<html>\n<head>\n<title>Hello Kubernetes!</title>\n</head>\n<body>\n<div class="main">\n<h1>${process.env.MESSAGE ?? 'Hello world!'}</h1>\n<table><tr><th>pod:</th><td>${machine.hostname}</td></tr></table>\n</div>\n</body>\n</html>\n`,
      { type: 'text/html; charset=utf-8' },
    ),
}

/** stefanprodan/podinfo. */
const podinfo: WebService = {
  port: () => 9898,
  started: port =>
    `{"level":"info","ts":"${new Date().toISOString()}","caller":"podinfo/main.go:153","msg":"Starting podinfo","version":"6.9.2","revision":"e86405a8674ecab990d0a389824c7ebbd82973b5","port":"${port}"}\n`,
  answer({ path, machine, process, request }) {
    const say = (value: object, status = 200) =>
      plainText(JSON.stringify(value, null, 2), status, `${json}; charset=utf-8`)
    if (path === '/healthz' || path === '/readyz') return say({ status: 'OK' })
    if (path === '/version')
      return say({ commit: 'e86405a8674ecab990d0a389824c7ebbd82973b5', version: '6.9.2' })
    if (path === '/env') return say(Object.entries(process.env).map(([name, value]) => `${name}=${value}`))
    if (path === '/echo') return plainText(request.body, 202)
    if (path !== '/' && path !== '/api/info') return plainText('404 page not found\n', 404)
    return say({
      hostname: machine.hostname,
      version: '6.9.2',
      revision: 'e86405a8674ecab990d0a389824c7ebbd82973b5',
      color: process.env.PODINFO_UI_COLOR ?? '#34577c',
      logo: 'https://raw.githubusercontent.com/stefanprodan/podinfo/gh-pages/cuddle_clap.gif',
      message: process.env.PODINFO_UI_MESSAGE ?? 'greetings from podinfo v6.9.2',
      goos: 'linux',
      goarch: 'amd64',
      runtime: 'go1.25.1',
      num_goroutine: '8',
      num_cpu: '2',
    })
  },
}

/** registry.k8s.io/hpa-example. */
const hpaExample: WebService = {
  port: () => 80,
  started: () => `AH00558: apache2: Could not reliably determine the server's fully qualified domain name\n`,
  answer: () => page('OK!', { server: 'Apache/2.4.10 (Debian) PHP/5.6.14', type: 'text/html' }),
}

/** The request as kennethreitz/httpbin tells it: keys sorted, two spaces. */
function told(asked: Asked, more: Record<string, unknown>): string {
  const headers = Object.fromEntries(
    [...asked.request.headers]
      .map(([name, value]) => [canonical(name), value] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
  const all: Record<string, unknown> = {
    args: Object.fromEntries(asked.query),
    headers,
    origin: asked.request.connection.remote.ip,
    url: `http://${host(asked)}${asked.request.target}`,
    ...more,
  }
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)))
  return `${JSON.stringify(sorted, null, 2)}\n`
}

const httpbinReasons: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'CREATED',
  204: 'NO CONTENT',
  301: 'MOVED PERMANENTLY',
  302: 'FOUND',
  400: 'BAD REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT FOUND',
  405: 'METHOD NOT ALLOWED',
  418: "I'M A TEAPOT",
  429: 'TOO MANY REQUESTS',
  500: 'INTERNAL SERVER ERROR',
  502: 'BAD GATEWAY',
  503: 'SERVICE UNAVAILABLE',
  504: 'GATEWAY TIMEOUT',
}
const longestDelay = 10

/** kennethreitz/httpbin: the endpoints that tell and those that wait. */
const httpbin: WebService = {
  port: () => 80,
  started: port =>
    `[${new Date().toISOString().slice(0, 19).replace('T', ' ')} +0000] [1] [INFO] Starting gunicorn 19.9.0\n[1] [INFO] Listening at: http://0.0.0.0:${port} (1)\n`,
  async answer(asked) {
    const server = 'gunicorn/19.9.0'
    const say = (body: string, status = 200, type = json) =>
      page(body, { server, status, reason: httpbinReasons[status] ?? 'UNKNOWN', type })
    const [, first = '', second = ''] = asked.path.split('/')
    const { method, body } = asked.request
    const withBody = { data: body, files: {}, form: {}, json: parsed(body) }
    if (first === 'status') return say('', Number(second) || 400, 'text/html; charset=utf-8')
    if (first === 'get' && method === 'GET') return say(told(asked, {}))
    if (['post', 'put', 'patch', 'delete'].includes(first))
      return method.toLowerCase() === first ? say(told(asked, withBody)) : say('', 405, 'text/html')
    if (first === 'anything') return say(told(asked, { ...withBody, method }))
    if (first === 'ip')
      return say(`${JSON.stringify({ origin: asked.request.connection.remote.ip }, null, 2)}\n`)
    if (first === 'headers')
      return say(`${JSON.stringify({ headers: JSON.parse(told(asked, {})).headers }, null, 2)}\n`)
    if (first === 'user-agent') {
      const agent = header(asked.request.headers, 'user-agent') ?? ''
      return say(`${JSON.stringify({ 'user-agent': agent }, null, 2)}\n`)
    }
    if (first === 'uuid') return say(`${JSON.stringify({ uuid: randomUUID() }, null, 2)}\n`)
    if (first === 'delay') {
      const seconds = Math.min(Number(second) || 0, longestDelay)
      await new Promise(resolve => setTimeout(resolve, seconds * 1_000).unref())
      return say(told(asked, withBody))
    }
    if (first === '')
      return say('<!DOCTYPE html>\n<title>httpbin.org</title>\n', 200, 'text/html; charset=utf-8')
    return say(
      '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>The requested URL was not found on the server.  If you entered the URL manually please check your spelling and try again.</p>\n',
      404,
      'text/html',
    )
  },
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

/** The servers that tutorials use to say hello, by the name of their program. */
export const hello = {
  bootcamp1: webService(bootcamp(1)),
  bootcamp2: webService(bootcamp(2)),
  echoServer: webService(echoServer),
  helloApp1: webService(helloApp('1')),
  helloApp2: webService(helloApp('2')),
  helloKubernetes: webService(helloKubernetes),
  hpaExample: webService(hpaExample),
  httpbin: webService(httpbin),
  nginxHello: webService(nginxHello(false)),
  nginxHelloPlain: webService(nginxHello(true)),
  oldEchoServer: webService(oldEchoServer),
  podinfo: webService(podinfo),
  whoami: webService(whoami),
}
