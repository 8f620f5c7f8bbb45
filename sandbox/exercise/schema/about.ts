import { z } from 'zod'
import { flowText, name } from './words'

const direction = z.enum(['ingress', 'egress'])

/** What a typed answer is about: questions that the engine answers of the objects that are there. */
export const aboutSchema = z.discriminatedUnion('ask', [
  /** Policies with a rule that lets the flow through, on the side of either end or of the one that `direction` names. */
  z.strictObject({ ask: z.literal('policies-allowing'), flow: flowText, direction: direction.optional() }),
  /** Policies that select a role's pod, in whatever direction. */
  z.strictObject({ ask: z.literal('policies-selecting'), pod: name }),
  /** Policies of a namespace that select no running pod. */
  z.strictObject({ ask: z.literal('policies-selecting-nothing'), namespace: name }),
  /** Pods of a namespace that some policy isolates in a direction. */
  z.strictObject({ ask: z.literal('isolated-pods'), namespace: name, direction }),
  /** Pods of a namespace that get through to a role's pod on a port; itself is not asked for. */
  z.strictObject({ ask: z.literal('pods-reaching'), namespace: name, to: name, port: z.number().int() }),
  /** Ports, of those that a role's pod declares, on which another may reach it. */
  z.strictObject({ ask: z.literal('open-ports'), from: name, to: name }),
  /** How many policies a namespace has. */
  z.strictObject({ ask: z.literal('policy-count'), namespace: name }),
])
export type About = z.infer<typeof aboutSchema>

/** What is to be typed. */
export type AnswerKind = 'policies' | 'pods' | 'ports' | 'number' | 'attempt'

export const answerKinds: Readonly<Record<About['ask'], AnswerKind>> = {
  'policies-allowing': 'policies',
  'policies-selecting': 'policies',
  'policies-selecting-nothing': 'policies',
  'isolated-pods': 'pods',
  'pods-reaching': 'pods',
  'open-ports': 'ports',
  'policy-count': 'number',
}
