import { rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { createMemoryFiles, type FileSystem, openStoredFiles } from '../process'
import type { ApiAccess, Capabilities, Cni, Sandbox, SandboxProvider, StartState } from '../provider'
import { applyStart } from './apply-start'
import { type Cluster, createCluster } from './cluster'
import { type Credentials, credentials, identities } from './credentials'
import { kubeconfig, withServer } from './kubeconfig'
import { keptSecret, writeSecret } from './secret-file'

export type EmbeddedOptions = {
  /** Where sandboxes keep their state, a folder each; without it nothing outlives the process. */
  directory?: string
  /** Milliseconds that the pods of a start state may take to become Ready. */
  startTimeout?: number
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
  probeTimeout: 100,
}
const safeId = /^[a-zA-Z0-9_-]{1,64}$/

type Open = { sandbox: Sandbox; cluster: Cluster; files: FileSystem & { close?(): Promise<void> } }

/**
 * One embedded cluster a sandbox, all in this process, reached over HTTP on a loopback port of its own (and wherever
 * the caller mounts `request` and `upgrade`).
 */
export async function createEmbeddedProvider({
  directory,
  startTimeout = 30_000,
}: EmbeddedOptions = {}): Promise<EmbeddedProvider> {
  const open = new Map<string, Promise<Open>>()
  const clusters = new Map<string, Cluster>()
  const clusterOf = (url = '') => clusters.get(/^\/k8s\/([^/?]+)/.exec(url)?.[1] ?? '')

  const request = (incoming: IncomingMessage, response: ServerResponse) => {
    const cluster = clusterOf(incoming.url)
    if (cluster) return cluster.request(incoming, response)
    response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify(notFound))
  }
  const upgrade = (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    const cluster = clusterOf(incoming.url)
    if (cluster) return cluster.upgrade(incoming, socket, head)
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
  }
  const server = createServer(request).on('upgrade', upgrade)
  const origin = await listen(server)

  const start = async (id: string): Promise<Open> => {
    const folder = directory && join(directory, id)
    const tokens = credentials(folder)
    const network = keptNetwork(folder)
    const cluster = createCluster({
      directory: folder && join(folder, 'cluster'),
      cni: network.cni,
      tokens: identities(tokens),
      signingKey: tokens.signingKey,
      prefix: `/k8s/${id}`,
    })
    clusters.set(id, cluster)
    await cluster.ready
    const files = folder ? await openStoredFiles({ directory: join(folder, 'files') }) : createMemoryFiles()
    const sandbox = await createSandbox(id, cluster, files, { origin, tokens, network, startTimeout })
    return { cluster, files, sandbox: { ...sandbox, close: () => close(id) } }
  }
  const close = async (id: string) => {
    const opened = await open.get(id)
    open.delete(id)
    clusters.delete(id)
    await Promise.all([opened?.cluster.close(), opened?.files.close?.()])
  }

  return {
    name: 'embedded',
    capabilities,
    request,
    upgrade,
    async open(id) {
      if (!safeId.test(id)) throw new Error(`not a sandbox id: ${JSON.stringify(id)}`)
      let opened = open.get(id)
      if (!opened) {
        opened = start(id)
        open.set(id, opened)
        opened.catch(() => {
          open.delete(id)
          clusters.delete(id)
        })
      }
      return (await opened).sandbox
    },
    async delete(id) {
      if (!safeId.test(id)) return
      await close(id)
      if (directory) await rm(join(directory, id), { recursive: true, force: true })
    },
    async close() {
      await Promise.all([...open.keys()].map(close))
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

const notFound = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: 'the server could not find the requested resource',
  reason: 'NotFound',
  details: {},
  code: 404,
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
  cluster: Cluster,
  files: FileSystem,
  {
    origin,
    tokens,
    network,
    startTimeout,
  }: { origin: string; tokens: Credentials; network: KeptNetwork; startTimeout: number },
): Promise<Omit<Sandbox, 'close'>> {
  const access = (token: string): ApiAccess => ({ server: `${origin}/k8s/${id}`, token })
  await keepKubeconfig(files, access(tokens.learner))
  return {
    id,
    access: access(tokens.learner),
    graderAccess: access(tokens.grader),
    files,
    flows: cluster.flows,
    async reset({ cni, objects }: StartState) {
      network.keep(cni)
      await cluster.clear(cni)
      applyStart(cluster.registry, objects)
      await cluster.settled(startTimeout)
      await cluster.durable()
    },
  }
}

type KeptNetwork = { readonly cni: Cni; keep(cni: Cni): void }

/** Which CNI a sandbox has, over a restart too; a new one has calico, which enforces policies. */
function keptNetwork(folder: string | undefined): KeptNetwork {
  const file = folder && join(folder, 'network.json')
  const { cni } = file
    ? keptSecret<{ cni: Cni }>(file, () => ({ cni: 'calico' }))
    : { cni: 'calico' as const }
  return {
    cni,
    keep(chosen) {
      if (file) writeSecret(file, JSON.stringify({ cni: chosen }))
    },
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
