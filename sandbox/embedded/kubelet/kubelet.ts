import type { Disposable, Input, Output, WindowSize } from '../../process'

/** What runs in a container, started by exec or attached to. */
export interface ContainerSession {
  /** The exit status. */
  readonly exited: Promise<number>
  resize(size: WindowSize): void
  /** The client went away: what reads or writes its streams finds them closed. */
  hangUp(): void
}

export type ContainerStreams = { stdin?: Input; stdout?: Output; stderr?: Output; tty?: WindowSize }

/** The node's side of `pods/exec`, `pods/attach` and `pods/log`. Throws `ApiError` with the real node's messages. */
export interface Kubelet {
  exec(
    target: { namespace: string; pod: string; container: string },
    command: readonly string[],
    streams: ContainerStreams,
  ): Promise<ContainerSession>
  attach(
    target: { namespace: string; pod: string; container: string },
    streams: ContainerStreams,
  ): ContainerSession
  /** Lines of the container's log as the runtime keeps them. */
  logs(
    target: { namespace: string; pod: string; container: string; previous?: boolean },
    options: {
      follow: boolean
      tailLines?: number
      sinceSeconds?: number
      sinceTime?: string
      timestamps: boolean
      limitBytes?: number
    },
    output: Output,
  ): Promise<void>
  /** A connection to a port on the pod's loopback, as the node makes it. Rejects with `NetworkError`. */
  forward(target: { namespace: string; pod: string }, port: number): Promise<ContainerConnection>
  /** A connection from the node, where the API server runs. Rejects with `NetworkError`. */
  dial(to: { ip: string; port: number }, signal: AbortSignal): Promise<ContainerConnection>
}

/** A connection into a pod. Closing `output` ends one direction, `close` both. */
export type ContainerConnection = {
  readonly input: Input
  readonly output: Output & { close(): void }
  close(): void
}

/** Everything a cluster runs beside its API: controllers, nodes, network. Started once, disposed with the cluster. */
export type Workload = Disposable & { readonly kubelet: Kubelet }
