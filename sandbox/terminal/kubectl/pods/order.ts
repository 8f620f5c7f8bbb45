import type { Pod } from './containers'

type Order = (a: Pod, b: Pod) => number

const readySince = ({ status }: Pod): string | undefined =>
  status?.conditions?.find(one => one.type === 'Ready' && one.status === 'True')?.lastTransitionTime

const restarts = ({ status }: Pod): number =>
  Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount }) => restartCount))

const earlier = (a = '', b = ''): number => Date.parse(a) - Date.parse(b) || 0
const lacks =
  (has: (pod: Pod) => unknown): Order =>
  (a, b) =>
    Number(!has(a)) - Number(!has(b))
const phase =
  (order: Readonly<Record<string, number>>, other: number): Order =>
  (a, b) =>
    (order[a.status?.phase ?? ''] ?? other) - (order[b.status?.phase ?? ''] ?? other)
const readyForLonger: Order = (a, b) => earlier(readySince(a), readySince(b))
const older: Order = (a, b) => earlier(a.metadata?.creationTimestamp, b.metadata?.creationTimestamp)

const inTurn =
  (...orders: Order[]): Order =>
  (a, b) =>
    orders.reduce((found, order) => found || order(a, b), 0)

const placed = lacks(({ spec }) => spec?.nodeName)
const phases = { Running: 0, Unknown: 1, Pending: 2 }

/** Which pod of a workload has the log that is wanted (podutils.ByLogging). */
export const byLogging = inTurn(
  placed,
  phase(phases, 0),
  lacks(readySince),
  readyForLonger,
  (a, b) => restarts(b) - restarts(a),
  older,
)

/** Which pod of a workload is best to work in (podutils.ActivePods, from its end). */
export const byActivity = inTurn(
  placed,
  phase(phases, 2),
  lacks(readySince),
  lacks(({ metadata }) => !metadata?.deletionTimestamp),
  readyForLonger,
  (a, b) => restarts(a) - restarts(b),
  older,
)
