import { z } from 'zod'
import { type Intent, type IntentStatement, intentLists, type intentSchema } from './intent'
import { name } from './words'

/** A sentence of a task, with the flows that it means. */
export const requirementSchema = z.strictObject({ id: name, text: z.string(), ...intentLists })

type Written = z.infer<typeof requirementSchema>

/** As a task carries it once its flows are part of the intent. */
export type Requirement = { id: string; text: string }

/**
 * A task with its requirements' flows in its intent, in their order and before what the intent says itself. Each knows
 * the requirement that it stands for.
 */
export function withRequirements<
  T extends { intent?: z.infer<typeof intentSchema>; requirements: readonly Written[] },
>({ intent, requirements, ...task }: T) {
  const own: Intent = intent ?? { ignore: [], allow: [], remark: [], block: [] }
  const merged = (list: 'allow' | 'remark' | 'block') => [
    ...requirements.flatMap(requirement =>
      requirement[list].map(statement => written(statement, requirement)),
    ),
    ...own[list],
  ]
  const whole: Intent | undefined =
    requirements.length === 0
      ? intent
      : {
          ignore: [...requirements.flatMap(({ ignore }) => ignore), ...own.ignore],
          allow: merged('allow'),
          remark: merged('remark'),
          block: merged('block'),
        }
  return {
    ...task,
    ...(whole && { intent: whole }),
    requirements: requirements.map(({ id, text }): Requirement => ({ id, text })),
  }
}

function written(statement: Written['allow'][number], { id }: Written): IntentStatement {
  return { ...(typeof statement === 'string' ? { flow: statement } : statement), requirement: id }
}
