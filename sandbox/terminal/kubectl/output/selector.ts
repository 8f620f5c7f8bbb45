export type LabelSelector = {
  matchLabels?: Record<string, string>
  matchExpressions?: { key: string; operator: string; values?: string[] }[]
}

/** A selector as Kubernetes prints it: `app=web,tier in (a,b),!x`; '' for one that selects everything. */
export function formatSelector({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const requirements = [
    ...Object.entries(matchLabels).map(([key, value]) => ({ key, text: `${key}=${value}` })),
    ...matchExpressions.map(({ key, operator, values = [] }) => {
      const set = `(${[...values].sort().join(',')})`
      const text: Readonly<Record<string, string>> = {
        In: `${key} in ${set}`,
        NotIn: `${key} notin ${set}`,
        Exists: key,
        DoesNotExist: `!${key}`,
      }
      return { key, text: text[operator] ?? key }
    }),
  ]
  return requirements
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ text }) => text)
    .join(',')
}

/** As `describe` shows it: `<none>` for nothing. */
export const describeSelector = (selector: LabelSelector | undefined): string =>
  (selector && formatSelector(selector)) || '<none>'
