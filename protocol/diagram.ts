import type { Direction, MatrixPort } from '@/sandbox/netpol'

/** One box of a diagram: a pod, several, addresses, or whoever it may be. */
export type DiagramBox = {
  id: string
  kind: 'pod' | 'every-pod' | 'dns' | 'address' | 'outside' | 'pods' | 'everyone'
  /** Of a pod or an address. */
  name: string
  /** Where it lives; none for an address, and for whoever may live anywhere. */
  namespace?: string
  /** Labels that the picture is about: `role=frontend`. */
  labels: readonly string[]
  /** The directions in which some policy isolates it. */
  isolated: readonly Direction[]
}

export type DiagramArrow = {
  from: string
  to: string
  ports: readonly (MatrixPort | 'every')[]
  /** `either`: the picture leaves it open. */
  verdict: 'open' | 'blocked' | 'either'
  /** Of a blocked one, the sides that are closed. */
  closed: readonly Direction[]
}

/** A picture in a lesson's text: who reaches whom. The engine has the verdicts. */
export type Diagram = {
  caption: string
  /** From top to bottom, each from left to right; null leaves a place free. */
  rows: readonly (readonly (DiagramBox | null)[])[]
  /** Labels of namespaces that the picture is about, by namespace. */
  namespaceLabels: Readonly<Record<string, readonly string[]>>
  arrows: readonly DiagramArrow[]
}
