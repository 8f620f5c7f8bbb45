import { rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { isDeepStrictEqual } from 'node:util'
import { parse } from 'yaml'
import { createClient } from '../client'
import { createMemoryFiles, type FileSystem, openStoredFiles } from '../process'
import type { ApiAccess, Capabilities, Sandbox, SandboxProvider, StartState } from '../provider'
import { applyStart } from './apply-start'
import { type Awake, createClusters, safeId } from './clusters'
import { kubeconfig, withEntries, withServer } from './kubeconfig'

export type EmbeddedOptions = {
  /** Where sandboxes keep their state, a folder each; without it nothing outlives the process. */
  directory?: string
  /** Milliseconds that the pods of a start state may take to become Ready. */
  startTimeout?: number
  /** Milliseconds after its last request that a cluster whose sandbox is not open stays in memory. */
  idleAfter?: number
  /** Milliseconds after its last request that a cluster lets go of memory that it can have again. */
  restAfter?: number
  /** Milliseconds from a policy's change until it is enforced; 0 unless given. */
  enforcementDelay?: number
}

/** The provider, with the request handlers of all its clusters: `/k8s/<sandbox>/...`. */
export interface EmbeddedProvider extends SandboxProvider {
  request(request: IncomingMessage, response: ServerResponse): void
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

export const home = '/home/learner'
const capabilities: Capabilities = {
  cniSwitchable: true,
  externalHosts: true,
  flowLog: true,
  makesNamespaces: true,
  probeTimeout: 100,
  // One that is dropped waits for nothing but its time-out.
  probesAtOnce: 128,
}

type Open = { sandbox: Sandbox; files: FileSystem & { close?(): Promise<void> } }

/**
 * One embedded cluster a sandbox, all in this process, reached over HTTP on a loopback port of its own (and wherever
 * the caller mounts `request` and `upgrade`).
 */
export async function createEmbeddedProvider({
  directory,
  startTimeout = 30_000,
  idleAfter = 5 * 60_000,
  restAfter = 10_000,
  enforcementDelay,
}: EmbeddedOptions = {}): Promise<EmbeddedProvider> {
  const open = new Map<string, Promise<Open>>()
  const clusters = createClusters({
    idleAfter,
    restAfter,
    ...(directory && { directory }),
    ...(enforcementDelay && { enforcementDelay }),
  })
  const server = createServer(clusters.request).on('upgrade', clusters.upgrade)
  // Its only clients are in this process: they end connections. One that is closed as it is used again fails a request.
  server.keepAliveTimeout = 0
  const origin = await listen(server)

  const start = async (id: string): Promise<Open> => {
    const awake = await clusters.hold(id)
    const folder = directory && join(directory, id)
    const files = folder ? await openStoredFiles({ directory: join(folder, 'files') }) : createMemoryFiles()
    const sandbox = await createSandbox(id, awake, files, { origin, startTimeout })
    // Not spread: what it hides is asked anew each time.
    return { files, sandbox: Object.assign(sandbox, { close: () => close(id, clusters.release) }) }
  }
  const close = async (id: string, letGo: (id: string) => Promise<void>) => {
    const opened = await open.get(id)
    open.delete(id)
    await Promise.all([letGo(id), opened?.files.close?.()])
  }

  return {
    name: 'embedded',
    capabilities,
    request: clusters.request,
    upgrade: clusters.upgrade,
    async open(id) {
      if (!safeId.test(id)) throw new Error(`not a sandbox id: ${JSON.stringify(id)}`)
      let opened = open.get(id)
      if (!opened) {
        opened = start(id)
        open.set(id, opened)
        opened.catch(() => {
          open.delete(id)
          void clusters.release(id)
        })
      }
      return (await opened).sandbox
    },
    async delete(id) {
      if (!safeId.test(id)) return
      await close(id, clusters.end)
      if (directory) await rm(join(directory, id), { recursive: true, force: true })
    },
    async close() {
      await Promise.all([...open.keys()].map(id => close(id, clusters.end)))
      await clusters.close()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

const listen = (server: Server) =>
  new Promise<string>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string')
        return reject(new Error('the API listener has no address'))
      resolve(`http://127.0.0.1:${address.port}`)
    })
  })

async function createSandbox(
  id: string,
  awake: Awake,
  files: FileSystem,
  { origin, startTimeout }: { origin: string; startTimeout: number },
): Promise<Omit<Sandbox, 'close'>> {
  const { cluster, tokens } = awake
  const access = (token: string): ApiAccess => ({ server: `${origin}/k8s/${id}`, token })
  await keepKubeconfig(files, access(tokens.learner))
  return {
    id,
    access: access(tokens.learner),
    asGrader: () => createClient(access(tokens.grader)),
    files,
    flows: cluster.flows,
    get isFresh() {
      return awake.isNew
    },
    get hiddenPolicies() {
      return [...cluster.registry.hiddenPolicies]
    },
    async reset(start: StartState) {
      awake.isNew = false
      await cluster.clear(start)
      applyStart(cluster.registry, start.objects)
      await cluster.settled(startTimeout)
      await restoreKubeconfig(files, access(tokens.learner))
      await cluster.durable()
    },
  }
}

/** A learner who deleted the cluster has no context for it any more; a start brings both back. */
async function restoreKubeconfig(files: FileSystem, access: ApiAccess): Promise<void> {
  await keepKubeconfig(files, access)
  const text = new TextDecoder().decode(await files.read(configFile))
  if (text === kubeconfig(access)) return
  try {
    const whole = withEntries(text, access)
    if (!isDeepStrictEqual(parse(whole), parse(text))) await files.write(configFile, whole, { mode: 0o600 })
  } catch {
    // What the learner wrote is no kubeconfig: it is theirs to mend.
  }
}

const configFile = `${home}/.kube/config`

/**
 * The learner's kubeconfig. The API's address is another one after a restart; what the learner changed in the file
 * (contexts, the namespace) stays.
 */
async function keepKubeconfig(files: FileSystem, access: ApiAccess): Promise<void> {
  await files.makeDirectory(`${home}/.kube`, { recursive: true })
  const present = await files.read(configFile).catch(() => undefined)
  await files.write(
    configFile,
    present ? withServer(new TextDecoder().decode(present), access) : kubeconfig(access),
    {
      mode: 0o600,
    },
  )
}
