import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { createGateway } from '@/gateway/gateway'
import { refuseUpgrade } from '@/gateway/refuse-upgrade'
import { createApplication } from '@/lib/application'
import { type Config, ConfigError, readConfig } from '@/lib/config'
import { ContentError } from '@/lib/courses'
import { openCourses } from '@/lib/courses/course-source'
import { watchContent } from '@/lib/courses/watch-content'
import { openDatabase } from '@/lib/database/database'
import { isReadable } from '@/lib/operations/address'
import { createClusterDoctor } from '@/lib/operations/cluster/cluster-doctor'
import { makeDataDirectory } from '@/lib/operations/data-directory'
import { claimDirectory, DirectoryInUse } from '@/lib/operations/directory-lock'
import { trustForwarded } from '@/lib/operations/forwarded'
import { answerHealth } from '@/lib/operations/health'
import { createLog } from '@/lib/operations/log'
import { secure } from '@/lib/operations/security-headers'
import { pagesOf, warmUp } from '@/lib/operations/warm-up'
import { answerBy } from '@/lib/operations/web-request'
import { claimAddress } from '@/lib/people/session/claim-address'
import { signInSecret } from '@/lib/people/tokens/secret'
import { provideRuntime } from '@/lib/runtime'
import { openCluster, readKubeconfig } from '@/lib/sandboxes/open-cluster'
import { createClient } from '@/sandbox/client'
import { createEmbeddedProvider } from '@/sandbox/embedded/provider'
import { grade } from '@/sandbox/grader/grade'
import { createTerminal } from '@/sandbox/terminal'

const root = fileURLToPath(new URL('.', import.meta.url))
const dev = process.env.NODE_ENV === 'development'
const log = createLog()

/** Milliseconds after which a shutdown that hangs is cut short; nothing acknowledged is lost by that. */
const longestShutdown = 10_000

/** Milliseconds between looks at workshops that are over. */
const sweepEvery = 5 * 60_000

/** Milliseconds that a server which is being replaced may take to end. */
const longestOverlap = 3_000

// One learner's fault must not end everybody's session.
process.on('unhandledRejection', error => log.error('unhandled-rejection', { error }))
process.on('uncaughtException', error => log.error('uncaught-exception', { error }))

serve().catch(error => {
  const told = [ConfigError, ContentError, DirectoryInUse].some(kind => error instanceof kind)
  console.error(told ? error.message : error)
  process.exit(1)
})

async function serve(): Promise<void> {
  const config = readConfig(process.env)
  const { dataDirectory, publicUrl } = config
  makeDataDirectory(dataDirectory)
  const unlock = await claimDirectory(dataDirectory, longestOverlap)
  process.once('exit', unlock)
  const secret = signInSecret(dataDirectory)
  // next-auth reads these when Next loads it. Without a public address every host that reaches us is right.
  process.env.NEXTAUTH_SECRET = secret
  if (publicUrl) process.env.NEXTAUTH_URL = publicUrl
  else process.env.AUTH_TRUST_HOST = '1'

  const [pages, database, embedded, cluster, courses] = await Promise.all([
    preparePages(config),
    openDatabase({
      url: config.databaseUrl,
      directory: dataDirectory,
      migrations: join(root, 'prisma', 'migrations'),
      log,
    }).catch(error => {
      throw config.databaseUrl ? unusableDatabase(error) : error
    }),
    createEmbeddedProvider({ directory: join(dataDirectory, 'sandboxes') }),
    config.sandboxProviders.includes('kubernetes') ? openCluster(config, log) : undefined,
    openCourses(config.contentDirectories, log),
  ])
  const application = createApplication({
    ...config,
    database,
    providers: config.sandboxProviders.flatMap(name => (name === 'embedded' ? embedded : (cluster ?? []))),
    ...(cluster && {
      clusterDoctor: createClusterDoctor({
        client: createClient(readKubeconfig(config.kubeconfig)),
        courses: courses.all,
        walled: cluster.capabilities.walled ?? null,
      }),
    }),
    // A certificate's answers are graded again where that needs no namespaces of anybody's.
    regrading: embedded,
    courses,
    createTerminal,
    grade,
    secret,
    log,
  })
  provideRuntime(application.runtime)
  const gateway = createGateway({ ...application, publicUrl, log })

  const server = createServer((request, response) => {
    trustForwarded(request, publicUrl !== undefined)
    if (request.url?.startsWith('/k8s/')) return embedded.request(request, response)
    if (answerHealth(request, response, application.runtime.ready)) return
    if (request.url?.startsWith('/lti/')) return void answerBy(application.lti, request, response)
    // Next would fail on it; there is no such page either way.
    if (!isReadable(request.url ?? '/')) request.url = '/404'
    secure(request, response, dev)
    pages.request(request, response).catch(error => {
      log.error('page.failed', { path: request.url, error })
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.url?.startsWith('/k8s/')) embedded.upgrade(request, socket, head)
    else if (request.url?.startsWith('/ws/')) gateway.upgrade(request, socket, head)
    else if (!pages.upgrade(request, socket, head)) refuseUpgrade(socket, 404)
  })
  // Longer than a proxy keeps its connections, so that it never sends on one that we are closing.
  server.keepAliveTimeout = 75_000
  await listen(server, config)
  const address = addressOf(server, config)
  console.log(`netpol-lab is ready: ${address}`)
  const token = await application.administration.firstToken()
  if (token)
    console.log(
      `To give workshops, become the administrator (once, within a day): ${claimAddress(address, token)}`,
    )
  if (!dev) void warmUp(ownAddress(server), pagesOf(await courses.all()))

  const watching = dev
    ? watchContent(config.contentDirectories, () => application.sandboxes.tell({ type: 'content' }))
    : undefined

  const sweep = () => void application.sweep(new Date()).catch(error => log.error('sweep.failed', { error }))
  sweep()
  setInterval(sweep, sweepEvery).unref()

  let ending = false
  const shutDown = async () => {
    if (ending) return
    ending = true
    setTimeout(() => process.exit(1), longestShutdown).unref()
    server.close()
    watching?.dispose()
    gateway.close()
    await application.close()
    await Promise.all([cluster?.close(), embedded.close()])
    await database.close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      shutDown().catch(error => {
        log.error('shutdown.failed', { error })
        process.exit(1)
      })
    })
}

/**
 * Next, with an HTTP server of its own that never listens: Next attaches its own `upgrade` listener to the one it is
 * given and closes every WebSocket that it does not know.
 */
async function preparePages({ host, port }: Config) {
  const upgrades = createServer()
  const { default: next } = await import('next')
  const app = next({ dev, dir: root, hostname: host, port, httpServer: upgrades })
  await app.prepare()
  return {
    request: app.getRequestHandler(),
    /** Hot reload, in development. */
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
      return (
        dev && request.url?.startsWith('/_next/') === true && upgrades.emit('upgrade', request, socket, head)
      )
    },
  }
}

function listen(server: Server, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new ConfigError([
              `PORT=${port}: something else listens on it. Write for example PORT=${port + 1}`,
            ])
          : error.code === 'EACCES'
            ? new ConfigError([
                `PORT=${port}: must be a port that this user may listen on. Write for example PORT=3000`,
              ])
            : new ConfigError([`HOST=${JSON.stringify(host)}: cannot be listened on (${error.message})`]),
      ),
    )
    server.listen(port, host, resolve)
  })
}

/** Says nothing of the address, which holds a password. */
function unusableDatabase(error: NodeJS.ErrnoException): ConfigError {
  const why = error.message || error.code || 'no answer'
  return new ConfigError([`DATABASE_URL=(not shown): must be a PostgreSQL that can be used (${why})`])
}

/** Where this process reaches itself. */
function ownAddress(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo
  const own = { '0.0.0.0': '127.0.0.1', '::': '::1' }[address] ?? address
  return `http://${family === 'IPv6' ? `[${own}]` : own}:${port}`
}

function addressOf(server: Server, { host, publicUrl }: Config): string {
  if (publicUrl) return publicUrl
  const { port } = server.address() as AddressInfo
  const local = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host)
  return `http://${local ? 'localhost' : host}:${port}`
}
