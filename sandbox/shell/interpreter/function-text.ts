import { serialize } from 'just-bash'
import type { FunctionNode } from '../syntax'

/** A function as text that defines it again. */
export function functionText(definition: FunctionNode): string {
  return serialize({
    type: 'Script',
    statements: [
      {
        type: 'Statement',
        pipelines: [{ type: 'Pipeline', commands: [definition], negated: false }],
        operators: [],
        background: false,
      },
    ],
  }).trimEnd()
}
