import type { TaskResult } from '../exercise'
import type { MatrixPort } from '../netpol'
import type { Cell } from './cells'
import { shownFlow } from './explain'
import { flowBetween } from './proof/judge'
import type { Party, World } from './proof/world'

/** The flows between running pods that opened or closed since the start: of those shown, and those that no list judges. */
export function changesSince(world: World, cells: readonly Cell[]): TaskResult['changes'] {
  return cells
    .filter(({ from, to }) => isRunning(from) && isRunning(to))
    .flatMap(cell => changeOf(world, cell))
}

const isRunning = ({ origin }: Party) => origin === 'running'

function changeOf(world: World, { from, to, port }: { from: Party; to: Party; port: MatrixPort }) {
  const flow = flowBetween(from, to, port)
  const before = world.before.verdict(flow).allowed
  const after = world.after.verdict(flow).allowed
  return before === after ? [] : [{ flow: shownFlow(from, to, port), before, after }]
}
