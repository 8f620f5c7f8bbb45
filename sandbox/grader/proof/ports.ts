import type { V1Pod, V1Service } from '@kubernetes/client-node'
import type { Statement } from '../../exercise'
import type { MatrixPort, Protocol } from '../../netpol'
import type { PolicyClasses } from '../../netpol/classes'

const protocols: readonly Protocol[] = ['TCP', 'UDP', 'SCTP']
/** Ports that nobody names: a rule that was meant for one port and lets others in. */
const unnamed = [80, 53, 443, 8080, 31999]
/** So that a hostile manifest does not make the proof long. */
const most = 48

const askedBy = (statements: readonly Statement[]): MatrixPort[] =>
  statements.flatMap(({ ports }) => (ports === 'every' ? [] : [ports]))

const numbersOf = (pods: readonly V1Pod[]): number[] =>
  pods.flatMap(({ spec }) =>
    (spec?.containers ?? []).flatMap(({ ports }) => ports ?? []).map(({ containerPort }) => containerPort),
  )

/** One port for each class that the policies, the intent or the pods' own ports tell apart. Those of the intent first. */
export function portsToJudge(
  classes: PolicyClasses,
  { statements, pods }: { statements: readonly Statement[]; pods: readonly V1Pod[] },
): MatrixPort[] {
  const asked = askedBy(statements)
  const own = classes.portNames.length > 0 ? everyProtocol(numbersOf(pods)) : []
  return askedFirst(classes.ports([...asked, ...own]), asked).slice(0, most)
}

/** Ports of whatever protocol that come to mind: of the intent, the pods and the services, and some that nobody names. */
export function usualPorts({
  statements,
  pods,
  services,
}: {
  statements: readonly Statement[]
  pods: readonly V1Pod[]
  services: readonly V1Service[]
}): MatrixPort[] {
  const asked = askedBy(statements)
  const served = services.flatMap(({ spec }) => spec?.ports ?? []).map(({ port }) => port)
  const numbers = new Set([...asked.map(({ port }) => port), ...unnamed, ...numbersOf(pods), ...served])
  return askedFirst(everyProtocol([...numbers]), asked).slice(0, most)
}

const everyProtocol = (numbers: readonly number[]): MatrixPort[] =>
  protocols.flatMap(protocol => [...new Set(numbers)].map(port => ({ port, protocol })))

function askedFirst(ports: readonly MatrixPort[], asked: readonly MatrixPort[]): MatrixPort[] {
  const isAsked = (one: MatrixPort) =>
    asked.some(({ port, protocol }) => port === one.port && protocol === one.protocol)
  return [...ports.filter(isAsked), ...ports.filter(one => !isAsked(one))]
}
