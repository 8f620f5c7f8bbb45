import type { Admission } from '../../admission'
import type { NodeRoom } from '../../platform/node-room'

/** Something that was tried: how long it took until it was as it should be, or why it never was. */
export type Tried = { worked: true; milliseconds: number } | { worked: false; why: string }

/** What a wall of one kind came to: served by the API, and then tried. */
export type WallTried = { kind: string; tried: Tried }

/** What was found out about a cluster, without an opinion. */
export type Facts = {
  version: { gitVersion: string; minor: number }
  /** The network plug-in, by its DaemonSet; undefined for one that we do not know. */
  network?: string
  rights: readonly { right: string; allowed: boolean }[]
  /** How long pods took to come up from an image that is needed anyway. */
  pods: Tried
  deny: Tried
  allow: Tried
  probeContainer: Tried
  images: readonly { image: string; tried: Tried }[]
  admission: Admission | { why: string }
  podSecurity: boolean
  walls: readonly WallTried[]
  dns: { namespaceLabelled: boolean; pods: number; nodeLocal: boolean }
  quota: Tried
  /** What pods may still ask of the nodes. */
  room: NodeRoom
}

export type DoctorSettings = {
  /** Images that lessons use, tried by pulling them. */
  images: readonly string[]
  /** Milliseconds until what was tried counts as not working. */
  patience: number
}
