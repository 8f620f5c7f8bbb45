import type { V1Pod } from '@kubernetes/client-node'
import { ApiStatusError, type KubernetesClient } from '../../../client'
import { pause } from '../../../grader/pause'
import { type Observed, tcpProbe } from '../../../grader/probes/connect'
import { probeContainerSpec } from '../../../grader/probes/probe-container'
import { runCommand } from '../../../grader/probes/run'
import { ownLabels } from '../../labels'
import type { Tried } from '../facts/facts'

export type PodName = { namespace: string; name: string }

/** Milliseconds after which a connection that nothing answers counts as dropped. */
export const probeTimeout = 1000
const port = 8080

/** Throw-away namespaces with pods that serve and try, all gone after `close`. */
export interface Laboratory {
  readonly client: KubernetesClient
  /** Part of every name, so that two doctors do not meet. */
  readonly id: string
  readonly signal: AbortSignal
  namespace(name: string, labels?: Record<string, string>): Promise<string>
  /** A pod that listens and can be entered; resolves when it is running. */
  server(namespace: string, name: string): Promise<PodName>
  connect(from: PodName, to: PodName): Promise<Observed>
  /**
   * Looks until `look` holds; answers how long that took, without the milliseconds that the look itself has `spent`
   * waiting, or `why` when patience is over.
   */
  until(why: string, look: () => Promise<boolean>, spent?: number): Promise<Tried>
  close(): Promise<void>
}

export function openLaboratory(
  client: KubernetesClient,
  { patience, signal }: { patience: number; signal: AbortSignal },
): Laboratory {
  const id = Math.random().toString(36).slice(2, 7)
  const namespaces: string[] = []
  const addresses = new Map<string, string>()
  const key = ({ namespace, name }: PodName) => `${namespace}/${name}`

  const until: Laboratory['until'] = async (why, look, spent = 0) => {
    const begun = Date.now()
    for (;;) {
      if (await look()) return { worked: true, milliseconds: Math.max(0, Date.now() - begun - spent) }
      if (Date.now() - begun > patience) return { worked: false, why }
      await pause(50, signal)
    }
  }

  return {
    client,
    id,
    signal,
    until,
    async namespace(name, labels = ownLabels('canary')) {
      const full = `netpol-lab-doctor-${id}-${name}`
      namespaces.push(full)
      await client.request('POST', '/api/v1/namespaces', {
        body: { metadata: { name: full, labels } },
        signal,
      })
      return full
    },
    async server(namespace, name) {
      const path = `/api/v1/namespaces/${namespace}/pods`
      await create(client, path, { metadata: { name, labels: { app: name } }, spec: serverSpec }, signal)
      let last = ''
      const tried = await until('', async () => {
        const { body } = await client.request<V1Pod>('GET', `${path}/${name}`, { signal })
        last = troubleOf(body) ?? `it is ${body.status?.phase}`
        if (body.status?.podIP) addresses.set(key({ namespace, name }), body.status.podIP)
        return body.status?.phase === 'Running'
      })
      if (!tried.worked) throw new Error(`pod ${name}: ${last}`)
      return { namespace, name }
    },
    async connect(from, to) {
      const { command, observed } = tcpProbe(addresses.get(key(to)) ?? '', port, probeTimeout)
      const place = { namespace: from.namespace, pod: from.name, container: 'main' }
      return observed(await runCommand(client, place, command, signal))
    },
    async close() {
      for (const name of namespaces.reverse())
        await client.request('DELETE', `/api/v1/namespaces/${name}`).catch((error: unknown) => {
          if (!(error instanceof ApiStatusError && error.code === 404)) throw error
        })
    },
  }
}

/** The image of the probe containers, as a server. */
const serverSpec = {
  terminationGracePeriodSeconds: 0,
  automountServiceAccountToken: false,
  containers: [
    {
      ...probeContainerSpec('main'),
      command: ['/agnhost', 'netexec', `--http-port=${port}`, '--udp-port=-1'],
    },
  ],
}

/** No waiting helps against these. */
export const isHopeless = (trouble: string | undefined): boolean =>
  /^(ErrImagePull|ImagePullBackOff|InvalidImageName)/.test(trouble ?? '')

/** What keeps a pod's containers from running, in the cluster's words. */
export const troubleOf = ({ status }: V1Pod): string | undefined => {
  const waiting = (status?.containerStatuses ?? []).flatMap(({ state }) => state?.waiting ?? [])
  const [stuck] = waiting.filter(
    ({ reason }) => reason !== 'ContainerCreating' && reason !== 'PodInitializing',
  )
  if (stuck) return `${stuck.reason}${stuck.message ? `: ${stuck.message}` : ''}`
  return status?.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False')
    ?.message
}

/** A new namespace has no ServiceAccount for a moment, and refuses pods. */
export async function create(
  client: KubernetesClient,
  path: string,
  body: object,
  signal: AbortSignal,
): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await client.request('POST', path, { body, signal })
      return
    } catch (error) {
      const early =
        error instanceof ApiStatusError && /serviceaccount "default" not found/.test(error.message)
      if (!early || tries > 100) throw error
      await pause(50, signal)
    }
  }
}
