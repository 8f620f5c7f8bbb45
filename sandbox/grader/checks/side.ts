import { type Check, type CheckResult, isMeant, parseFlow, type Role } from '../../exercise'
import type { MatrixPort } from '../../netpol'
import type { ExpectedFlow } from '../../netpol/mistakes'
import { flowParams, shownFlow } from '../explain'
import { flowBetween } from '../proof/judge'
import type { Party, World } from '../proof/world'

type Side = Extract<Check, { kind: 'side' }>
type Roles = Readonly<Record<string, Role>>
type Pair = { from: Party; to: Party; port: MatrixPort; open: boolean; through: boolean }

/** Everybody whom the check's flow means, running or possible, and whether that side is open for them. */
export function sidesOf({ flow, direction }: Side, { parties, after }: World, roles: Roles): Pair[] {
  const { from: sources, to: targets, ports: port } = parseFlow(flow, roles)
  if (port === 'every') return []
  const judged = parties.filter(({ identity }) => identity.kind === 'address' || identity.judged)
  return judged
    .filter(({ identity }) => sources.some(end => isMeant(end, identity)))
    .flatMap(from =>
      judged
        .filter(to => to !== from && targets.some(end => isMeant(end, to.identity)))
        .map(to => {
          const verdict = after.verdict(flowBetween(from, to, port))
          return { from, to, port, open: verdict[direction].allowed, through: verdict.allowed }
        }),
    )
}

/** One side of a flow is open for everybody whom it means; computed, because a connection shows both sides at once. */
export function sideResult(check: Side, { world, roles }: { world: World; roles: Roles }): CheckResult {
  const { id, flow, direction } = check
  const pairs = sidesOf(check, world, roles)
  const told = pairs.find(({ open }) => !open) ?? pairs[0]
  if (!told)
    return {
      id,
      kind: 'side',
      outcome: 'failed',
      message: { id: 'grader.side.nobody', params: { flow } },
    }
  const { from, to, port, open, through } = told
  const explanation = world.after.explain(flowBetween(from, to, port))
  const nearest = explanation[direction].misses.map(({ reason }) => reason)
  return {
    id,
    kind: 'side',
    outcome: open ? 'passed' : 'failed',
    flow: shownFlow(from, to, port),
    message: {
      id: open ? 'grader.side.open' : 'grader.side.closed',
      params: { ...flowParams(from, to, port), direction, through },
    },
    details: open
      ? [explanation.summary].filter(() => !through)
      : [explanation[direction].summary, ...nearest],
  }
}

/** What the checks mean, for the search for mistakes: closed sides, and connections that may not be lost again. */
export const sideFlows = (checks: readonly Check[], world: World, roles: Roles): ExpectedFlow[] =>
  checks.flatMap(check =>
    check.kind === 'side'
      ? sidesOf(check, world, roles).flatMap(({ from, to, port, through }) => {
          const whole = { flow: flowBetween(from, to, port), expected: true }
          return [{ ...whole, side: check.direction }, ...(through ? [whole] : [])]
        })
      : [],
  )
