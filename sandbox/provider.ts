import type { KubernetesObject } from '@kubernetes/client-node'
import type { ExecStreams, KubernetesClient } from './client'
import type { Exercise } from './exercise'
import type { ClusterNetworkPolicy, Flow, Protocol, Verdict } from './netpol'
import type { Disposable, FileSystem } from './process'

/** What is true of the clusters of a provider and not of all clusters. */
export interface Capabilities {
  /** Can the learner (or an exercise) choose the CNI? */
  readonly cniSwitchable: boolean
  /** Are the external hosts that an exercise declares there to be connected to? */
  readonly externalHosts: boolean
  /** Is there a flow log? Else `flows` is silent. */
  readonly flowLog: boolean
  /** Does a wall of the admin tier keep learners apart? Not said where each has a cluster of their own. */
  readonly walled?: boolean
  /** May the grader make a namespace of its own for a moment, to try who could come from one? */
  readonly makesNamespaces: boolean
  /** The image that the grader probes from, where the usual one cannot be had. */
  readonly probeImage?: string
  /** Milliseconds after which an unanswered probe counts as dropped. */
  readonly probeTimeout: number
  /** How many probes of one grading may be on their way at a time, if not as many as the grader thinks. */
  readonly probesAtOnce?: number
  /**
   * Beginning a command in a container is dear here: probes from one pod share an exec, and so many execs are on their
   * way at a time, all gradings together. Without it each probe is an exec.
   */
  readonly execsAtOnce?: number
}

export type Cni = 'calico' | 'cilium' | 'flannel' | 'kube-router' | 'none' | 'weave'

/** A host outside the cluster, with the ports on which somebody listens; its other ports refuse. */
export interface ExternalHost {
  readonly address: string
  readonly ports: readonly { readonly port: number; readonly protocol: Protocol }[]
}

/** What a sandbox starts from. Objects are created as `kubectl apply` would, in order. */
export interface StartState {
  readonly cni: Cni
  readonly objects: readonly KubernetesObject[]
  /** None unless given; who cannot have them (`capabilities`) ignores them. */
  readonly externalHosts?: readonly ExternalHost[]
  /** Namespaces that the exercise speaks of, with objects or without; a cluster that many share makes them in advance. */
  readonly namespaces?: readonly string[]
  /** Pods that run as the start has them may stay; else all are made anew. Where pods are quick, they are made anew. */
  readonly keepsPods?: boolean
  /** Namespaces whose NetworkPolicies `access` may neither read nor write: the API answers Forbidden. None unless given. */
  readonly hiddenPolicies?: readonly string[]
  /** One unless given; a cluster that is there already has those that it has. */
  readonly nodes?: number
  /** Both IP families for nodes, pods and services, where the cluster is made for it. */
  readonly dualStack?: boolean
}

/** How a connection attempt ended on the wire. */
export type FlowOutcome = 'connected' | 'refused' | 'dropped' | 'rejected' | 'unreachable'

/** One attempted connection that the network saw. `sequence` grows by one a sandbox. */
export interface SeenFlow {
  readonly sequence: number
  /** Milliseconds since 1970. */
  readonly time: number
  /** After service translation; `service` is the address that was asked for, if it was a service's. */
  readonly flow: Flow
  readonly service?: { readonly ip: string; readonly port: number }
  readonly outcome: FlowOutcome
  readonly verdict: Verdict
  /** Opened by the grader, not by the learner. */
  readonly probe: boolean
}

/** The last 1,000 flows of a sandbox, and what comes. */
export interface FlowLog {
  since(sequence: number): SeenFlow[]
  watch(listener: (flow: SeenFlow) => void): Disposable
}

/** How to reach a sandbox's Kubernetes API: what goes into a kubeconfig. */
export interface ApiAccess {
  /** e.g. `http://127.0.0.1:34567/k8s/<sandbox>`: a loopback address of this process, or a real cluster's. */
  readonly server: string
  /** '' with a certificate. */
  readonly token: string
  readonly certificateAuthorityData?: string
  /** A client certificate and its key (base64 of PEM), where a token is not how one signs in. */
  readonly certificate?: { readonly certData: string; readonly keyData: string }
}

/** A learner's cluster (or namespaces of one), files and shells' home. */
export interface Sandbox {
  readonly id: string
  /** What the learner's kubectl and shells use. */
  readonly access: ApiAccess
  /**
   * A client of the grader's, who may do what the learner may not (its own ephemeral containers). What it lists of the
   * whole cluster is what belongs to this sandbox, and the cluster's DNS. Whoever asks disposes of it.
   */
  asGrader(): KubernetesClient
  /** The learner's files, shared by terminals and editor; home is `/home/learner`. */
  readonly files: FileSystem
  /**
   * Where the learner has a machine of their own: runs a shell there until it ends, and answers its exit status. `name` is
   * the terminal's. Undefined: the shell is this process's.
   */
  readonly shell?: (name: string, streams: ExecStreams, signal: AbortSignal) => Promise<number>
  readonly flows: FlowLog
  /** Nothing is left of the last start, if there was one: it has to be applied anew. False unless given. */
  readonly isFresh?: boolean
  /** As the last start said; over a restart, too. */
  readonly hiddenPolicies: readonly string[]
  /**
   * What keeps others' pods away from this sandbox's and these within, as the policy engine has it; nothing unless given. It
   * counts for what happens on the wire, not for what the learner's policies are worth.
   */
  readonly wall?: readonly ClusterNetworkPolicy[]
  /** Told why the cluster cannot be asked, at once if it cannot now, and undefined when it can again. Never unless given. */
  watchTrouble?(listener: (trouble: string | undefined) => void): Disposable
  /** Replaces the objects (and the CNI, and the hosts outside) by a start state; files stay. Resolves when its pods are Ready, or rejects. */
  reset(start: StartState): Promise<void>
  /** Writes what is held to disk and lets the memory go; the sandbox can be opened again. */
  close(): Promise<void>
}

/** The same lesson, exercise or manifest with other names of namespaces. */
export type Translate = <T>(value: T) => T

/** How the namespaces of a lesson are called in a sandbox, and the way back. */
export type Translation = { readonly toSandbox: Translate; readonly toLesson: Translate }

/** Why a sandbox cannot be had, set up or asked; `message` is for the learner to read. */
export class SandboxTrouble extends Error {
  /** It may pass by itself: to try again later makes sense. */
  readonly isPassing: boolean

  constructor(
    message: string,
    { isPassing = false, ...options }: ErrorOptions & { isPassing?: boolean } = {},
  ) {
    super(message, options)
    this.name = 'SandboxTrouble'
    this.isPassing = isPassing
  }
}

/** Where sandboxes come from. Both implementations answer the same; `capabilities` says where they may differ. */
export interface SandboxProvider {
  readonly name: 'embedded' | 'kubernetes'
  readonly capabilities: Capabilities
  /** How many sandboxes can be open at once, where that is not a matter of memory; any number unless given. */
  readonly limit?: number
  /** Undefined: the names of the lesson are those of the sandbox. */
  translation?(id: string, exercise: Exercise): Translation | undefined
  /** Opens the sandbox with this id, making an empty one (system pods only) if there is none. */
  open(id: string): Promise<Sandbox>
  /**
   * Is there room for this sandbox where sandboxes are kept, beyond those that are open here? It may make some, by taking
   * away the objects of one that nobody has open. There always is unless given.
   */
  makeRoom?(id: string): Promise<boolean>
  /** Ends it for good: objects, files. Unknown ids are no error. */
  delete(id: string): Promise<void>
  close(): Promise<void>
}
