import { type About, answerKinds, type Check, type CheckResult } from '../../exercise'
import { type Asked, factsOf, type Thing } from '../questions/facts'
import { readNames, readNumber, readPorts } from '../questions/typed'

type Answer = Extract<Check, { kind: 'answer' }>

/** Compares what was typed with what is so; a wrong answer is told what is too much and how many are missing. */
export function answerResult(
  check: Answer,
  answers: Readonly<Record<string, string>>,
  asked: Asked,
): CheckResult {
  const { id, question, about } = check
  const typed = answers[id]?.trim() ?? ''
  const base = { id, kind: 'answer' as const, try: tryCommand(about, asked) }
  const say = (outcome: 'passed' | 'failed', message: string, params = {}): CheckResult => ({
    ...base,
    outcome,
    message: { id: `grader.answer.${message}`, params: { question, ...params } },
  })
  if (typed === '') return say('failed', 'unanswered')
  if (about.ask === 'policy-count') {
    const number = readNumber(typed)
    if (number === undefined) return say('failed', 'no-number')
    const count = asked.state.networkPolicies.filter(
      ({ metadata }) => metadata?.namespace === about.namespace,
    ).length
    return number === count ? say('passed', 'right', { answer: typed }) : say('failed', 'miscounted')
  }
  const facts = factsOf(about, asked)
  if (!facts) return say('failed', 'nobody')
  const { names, none } = answerKinds[about.ask] === 'ports' ? readPorts(typed) : readNames(typed)
  const missing = facts.right.filter(one => !names.some(name => isCalled(one, name)))
  const extra = names.filter(name => !facts.right.some(one => isCalled(one, name)))
  if (missing.length === 0 && extra.length === 0) return say('passed', 'right', { answer: typed })
  if (none) return say('failed', 'not-none')
  const unknown = extra.filter(name => !facts.all.some(one => isCalled(one, name)))
  const surplus = extra.filter(name => !unknown.includes(name))
  return say('failed', 'wrong', {
    unknown: unknown.join(', ') || 'none',
    extra: surplus.join(', ') || 'none',
    extraCount: surplus.length,
    missing: missing.length,
  })
}

const isCalled = ({ name, namespace }: Thing, typed: string) =>
  typed === name || (namespace !== undefined && typed === `${namespace}/${name}`)

/** Where the answer can be read. */
function tryCommand(about: About, { roles }: Asked): string {
  const policies = (namespace: string) => `kubectl describe networkpolicy -n ${namespace}`
  switch (about.ask) {
    case 'policy-count':
      return `kubectl get networkpolicy -n ${about.namespace}`
    case 'policies-selecting':
      return `kubectl get pods -n ${roles[about.pod]?.namespace} --show-labels`
    case 'policies-allowing':
      return 'kubectl describe networkpolicy -A'
    case 'pods-reaching':
    case 'open-ports':
      return policies(roles[about.to]?.namespace ?? 'default')
    default:
      return policies(about.namespace)
  }
}
