import type { CheckResult } from '@/sandbox/exercise'

type Flow = Pick<NonNullable<CheckResult['flow']>, 'port' | 'protocol'> &
  Record<'from' | 'to', { label: string }>

/** A flow as the matrix calls it: pods of the lesson's namespace go by name alone. */
export function flowName({ from, to, port, protocol }: Flow, namespace: string): string {
  const end = ({ label }: { label: string }) =>
    label.startsWith(`${namespace}/`) ? label.slice(namespace.length + 1) : label
  return `${end(from)} → ${end(to)} ${port}/${protocol}`
}
