import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Cni, FlowLog } from '../provider'
import type { Registry } from './api/registry'

export type ClusterOptions = {
  /** Where its state is kept; nothing is written without it. */
  directory?: string
  cni: Cni
  /** Bearer tokens and who they are. */
  tokens: Readonly<Record<string, { username: string; groups: readonly string[] }>>
  /** The path under which it is mounted, e.g. `/k8s/<sandbox>`; '' at the root. */
  prefix?: string
}

/** One embedded cluster: a Kubernetes API (request, upgrade) with everything behind it. */
export interface Cluster {
  readonly registry: Registry
  readonly flows: FlowLog
  /** Handles a request whose path begins with `prefix`. Never rejects: faults become a Kubernetes Status. */
  request(request: IncomingMessage, response: ServerResponse): void
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Pods of kube-system Ready, service accounts there. */
  readonly ready: Promise<void>
  /** Forgets every object but the system's, and takes another CNI. */
  clear(cni: Cni): Promise<void>
  close(): Promise<void>
}
