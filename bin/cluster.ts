import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { lockDirectory } from '@/lib/operations/directory-lock'
import { selfSigned } from '@/sandbox/embedded/certificate/self-signed'
import { createCluster } from '@/sandbox/embedded/cluster'
import { profiles } from '@/sandbox/embedded/cni'
import { credentials, gradersGroup, identities } from '@/sandbox/embedded/credentials'
import { kubeconfig as kubeconfigOf } from '@/sandbox/embedded/kubeconfig'
import { writeSecret } from '@/sandbox/embedded/secret-file'
import { mostNodes } from '@/sandbox/embedded/system/places'
import type { Cni } from '@/sandbox/provider'

const usage = `Usage: netpol-lab cluster --kubeconfig FILE [--port N] [--data DIR] [--cni NAME]
                          [--nodes N] [--dual-stack] [--enforcement-delay MS]

Runs one embedded Kubernetes cluster until Ctrl-C and writes a kubeconfig once it is ready.

  --kubeconfig FILE   where the kubeconfig is written
  --port N            port on 127.0.0.1 (any free one)
  --data DIR          keeps the cluster's state; without it the state is temporary
  --cni NAME          calico (default, else the one it had), cilium, weave, kube-router enforce network policies; flannel, none do not
  --nodes N           number of nodes, 1 to ${mostNodes} (1, else as many as it had; more, never fewer)
  --dual-stack        IPv4 and IPv6 for nodes, pods and services of a new cluster
  --enforcement-delay MS
                      milliseconds from a policy's change until it is enforced (0)
`
const cnis: readonly string[] = Object.keys(profiles)

type Arguments = {
  kubeconfig: string
  port: number
  data?: string
  cni?: Cni
  nodes?: number
  dualStack?: boolean
  enforcementDelay: number
}

class UsageError extends Error {}

function parse(args: string[]): Arguments | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      kubeconfig: { type: 'string' },
      port: { type: 'string', default: '0' },
      data: { type: 'string' },
      cni: { type: 'string' },
      nodes: { type: 'string' },
      'dual-stack': { type: 'boolean' },
      'enforcement-delay': { type: 'string', default: '0' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  const port = Number(values.port)
  if (!values.kubeconfig)
    throw new UsageError('--kubeconfig FILE is missing: where should the kubeconfig be written?')
  if (!/^\d+$/.test(values.port) || port > 65535)
    throw new UsageError(`--port ${values.port}: not a port (0 to 65535)`)
  if (values.cni !== undefined && !cnis.includes(values.cni))
    throw new UsageError(`--cni ${values.cni}: known are ${cnis.join(', ')}`)
  const nodes = Number(values.nodes ?? 1)
  if (!/^\d+$/.test(values.nodes ?? '1') || nodes < 1 || nodes > mostNodes)
    throw new UsageError(`--nodes ${values.nodes}: not a number from 1 to ${mostNodes}`)
  const delay = values['enforcement-delay']
  if (!/^\d{1,6}$/.test(delay)) throw new UsageError(`--enforcement-delay ${delay}: not milliseconds`)
  return {
    kubeconfig: values.kubeconfig,
    port,
    data: values.data,
    ...(values.cni && { cni: values.cni as Cni }),
    ...(values.nodes && { nodes }),
    ...(values['dual-stack'] && { dualStack: true }),
    enforcementDelay: Number(delay),
  }
}

/** Nobody else's lessons run here: whoever has the kubeconfig may also be the grader (`SANDBOX_PROVIDER=kubernetes`). */
const withGraders = (users: ReturnType<typeof identities>) =>
  Object.fromEntries(
    Object.entries(users).map(([token, user]) => [
      token,
      { ...user, groups: [...user.groups, gradersGroup] },
    ]),
  )

/** `netpol-lab cluster`: ends with 0 on SIGINT or SIGTERM, 1 if it cannot run, 64 on wrong usage. */
export async function cluster(args: string[]): Promise<number> {
  let wanted: Arguments | 'help'
  try {
    wanted = parse(args)
  } catch (error) {
    process.stderr.write(`netpol-lab cluster: ${(error as Error).message}\n\n${usage}`)
    return 64
  }
  if (wanted === 'help') {
    process.stdout.write(usage)
    return 0
  }
  const temporary = wanted.data ? undefined : mkdtempSync(join(tmpdir(), 'netpol-lab-'))
  const directory = wanted.data ?? temporary!
  let unlock = () => {}
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    unlock = lockDirectory(directory)
    await run(wanted, directory)
    return 0
  } catch (error) {
    process.stderr.write(`netpol-lab cluster: ${(error as Error).message}\n`)
    return 1
  } finally {
    unlock()
    if (temporary) rmSync(temporary, { recursive: true, force: true })
  }
}

async function run({ kubeconfig, port, data: _, ...made }: Arguments, directory: string): Promise<void> {
  const stopped = new Promise<void>(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  const tokens = credentials(directory)
  const running = createCluster({
    directory,
    ...made,
    tokens: withGraders(identities(tokens)),
    signingKey: tokens.signingKey,
  })
  // TLS, because kubectl gives its token to nobody over plain HTTP.
  const certificate = selfSigned()
  const server = createServer(certificate, running.request).on('upgrade', running.upgrade)
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve)
    })
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('the server has no address')
    await running.ready
    const url = `https://127.0.0.1:${address.port}`
    writeSecret(
      kubeconfig,
      kubeconfigOf({
        server: url,
        token: tokens.learner,
        certificateAuthorityData: Buffer.from(certificate.cert).toString('base64'),
      }),
    )
    process.stdout.write(`Kubernetes v1.36 with ${running.cni} at ${url}\nexport KUBECONFIG=${kubeconfig}\n`)
    await stopped
  } finally {
    server.closeAllConnections()
    server.close()
    await running.close()
  }
}
