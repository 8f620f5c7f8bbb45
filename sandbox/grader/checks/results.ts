import type { KubernetesClient } from '../../client'
import type { Check, CheckResult, Role } from '../../exercise'
import type { Capabilities, FlowLog } from '../../provider'
import type { ClusterState } from '../cluster-state'
import type { Prober } from '../probes/prober'
import type { World } from '../proof/world'
import { toldResult } from '../questions/told'
import { answerResult } from './answer'
import { answersResult } from './answers'
import { observedResult } from './observed'
import { quizResult } from './quiz'
import { resolveResult } from './resolve'
import { resourceResult } from './resource'
import { sideResult } from './side'
import { triedResult } from './tried'
import { truthTableResults } from './truth-table'

export type CheckContext = {
  roles: Readonly<Record<string, Role>>
  state: ClusterState
  world: World
  prober: Prober
  client: KubernetesClient
  capabilities: Capabilities
  flows: FlowLog
  since: number
  /** What was chosen or typed. */
  answers: Readonly<Record<string, string>>
  signal?: AbortSignal
}

/** What becomes of a check that stands beside the intent: one result, or one a cell. */
export async function checkResults(check: Check, context: CheckContext): Promise<CheckResult[]> {
  const { answers } = context
  switch (check.kind) {
    case 'resolve':
      return [await resolveResult(check, context)]
    case 'resource':
      return [await resourceResult(check, context)]
    case 'answers':
      return [await answersResult(check, context)]
    case 'observed':
      return [await observedResult(check, context)]
    case 'side':
      return [sideResult(check, context)]
    case 'quiz':
      return [quizResult(check, answers)]
    case 'answer':
      return [answerResult(check, answers, context)]
    case 'truth-table':
      return truthTableResults(check, context)
    case 'tried':
      return [context.capabilities.flowLog ? triedResult(check, context) : await toldResult(check, context)]
  }
}
