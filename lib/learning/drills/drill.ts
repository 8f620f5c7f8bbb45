import type { V1Namespace, V1NetworkPolicy, V1Pod } from '@kubernetes/client-node'
import { type Concept, concept, type DrillKind, drillKind } from '@/protocol'
import type { Message } from '@/sandbox/netpol'

export const drillKinds = drillKind.options
export const drillLevels = [1, 2, 3, 4, 5] as const
export type DrillLevel = (typeof drillLevels)[number]

/** Names one drill: whoever asks for the same gets the same. */
export type DrillRequest = { kind: DrillKind; level: DrillLevel; seed: string }

/** What a drill trains; mastery is counted by these. */
export const concepts = concept.options

/** What there is: the running pods of a small cluster, and its policies. */
export type Setting = {
  namespaces: readonly V1Namespace[]
  pods: readonly V1Pod[]
  policies: readonly V1NetworkPolicy[]
}

/** Ends by `namespace/pod`. */
export type DrillFlow = { from: string; to: string; port: number }

/** One of the answers to choose from: a text of the catalogue, or a name as it is. */
export type DrillOption = { id: string; text: Message | string }

export type Drill = DrillRequest & {
  setting: Setting
  concepts: readonly Concept[]
  question: Message
  /** What must hold, where policies are to be written. */
  table?: readonly (DrillFlow & { open: boolean })[]
  /** Nothing to choose from: the answer is a manifest. */
  options?: readonly DrillOption[]
  judge(answer: string): DrillJudgement
}

export type DrillJudgement = {
  right: boolean
  /** The id of the right option. */
  rightOption?: string
  /** Why, in the engine's words. */
  explanation: readonly Message[]
}

/** The answer is none: no option of that name, or no manifest that the API would take. `message` says why. */
export class DrillAnswerError extends Error {
  override name = 'DrillAnswerError'
}
