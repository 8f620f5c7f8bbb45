import type { V1DaemonSet } from '@kubernetes/client-node'
import { profiles } from '../../embedded/cni'
import { createCollector, inputOf } from '../../process'
import type { Cni } from '../../provider'
import { type Context, kubectl, tell } from './context'
import { exiting } from './say'

/** What `--cni` may say, and what it comes to in this sandbox; anything else is the path of a manifest. */
const choices: Readonly<Record<string, { cni: Cni; title?: string }>> = {
  '': { cni: 'none', title: 'bridge CNI' },
  auto: { cni: 'none', title: 'bridge CNI' },
  bridge: { cni: 'none', title: 'bridge CNI' },
  false: { cni: 'none' },
  calico: { cni: 'calico', title: 'Calico' },
  cilium: { cni: 'cilium', title: 'Cilium' },
  flannel: { cni: 'flannel', title: 'Flannel' },
}
const kindnet = 'kindnet'

export type Choice = { cni: Cni; title?: string; manifest?: string }

/** Of a cluster with several nodes, where nobody says: minikube would bring kindnet, which connects them. */
const connecting = {
  cni: 'flannel',
  title: 'Flannel, which enforces no network policies, in the place of kindnet',
} as const

export function chosenCni(wanted: string, nodes: number): Choice {
  if (nodes > 1 && ['', 'auto'].includes(wanted)) return connecting
  if (wanted === kindnet)
    throw exiting(
      'MK_USAGE',
      'this sandbox has no kindnet; it has calico, cilium, flannel, bridge and false',
      64,
    )
  return Object.hasOwn(choices, wanted) ? choices[wanted]! : { cni: 'none', title: wanted, manifest: wanted }
}

/** Applies a plug-in's manifest, as minikube does with kubectl, and waits until its agent runs on the node. */
export async function configureCni(context: Context, { cni, title, manifest }: Choice): Promise<void> {
  if (title) await tell(context, 'cni', `Configuring ${title} (Container Networking Interface) ...`)
  const objects = profiles[cni].manifest
  const stdin = inputOf(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }))
  if (objects.length > 0) await apply(context, '-', { stdin })
  if (manifest) await apply(context, manifest, {})
  for (const { kind, metadata } of objects)
    if (kind === 'DaemonSet') await untilReady(context, metadata?.namespace ?? '', metadata?.name ?? '')
}

async function apply(context: Context, file: string, streams: object): Promise<void> {
  const said = createCollector(100_000)
  const status = await kubectl(context, ['apply', '-f', file], { ...streams, stdout: said, stderr: said })
  if (status !== 0)
    throw exiting('GUEST_START', `failed to start node: apply cni: cni apply: ${said.text().trim()}`, 80)
}

/** minikube waits six minutes; nothing here takes that long. Milliseconds. */
const patience = 60_000

async function untilReady({ machine, process }: Context, namespace: string, name: string): Promise<void> {
  const path = `/apis/apps/v1/namespaces/${namespace}/daemonsets/${name}`
  for (const end = Date.now() + patience; Date.now() < end; ) {
    const { body } = await machine.client.request<V1DaemonSet>('GET', path, { signal: process.signal })
    const { desiredNumberScheduled = 0, numberReady = 0, observedGeneration } = body.status ?? {}
    if (observedGeneration === body.metadata?.generation && numberReady >= desiredNumberScheduled) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw exiting('GUEST_START', `failed to start node: wait for ${namespace}/${name}: timed out`, 80)
}
