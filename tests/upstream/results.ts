/** What of Ginkgo's JSON report is read. */
export type GinkgoReport = readonly {
  readonly SpecReports: readonly {
    readonly LeafNodeText: string
    readonly LeafNodeType: string
    readonly State: string
    /** Nanoseconds. */
    readonly RunTime: number
  }[]
}[]

export type Result = { readonly name: string; readonly state: string; readonly seconds: number }

/** The tests that were run, by name; those that were not chosen are left out. */
export const resultsOf = (report: GinkgoReport): Result[] =>
  report
    .flatMap(({ SpecReports }) => SpecReports)
    .filter(({ LeafNodeType, State }) => LeafNodeType === 'It' && State !== 'skipped')
    .map(({ LeafNodeText, State, RunTime }) => ({
      name: LeafNodeText.replace(/ \[[\w:]+\]/g, ''),
      state: State,
      seconds: RunTime / 1e9,
    }))
    .sort((a, b) => a.name.localeCompare(b.name))

/** A Markdown table. */
export const tableOf = (results: readonly Result[]): string =>
  [
    '| test | result |',
    '| --- | --- |',
    ...results.map(({ name, state }) => `| ${name.replaceAll('|', '\\|')} | ${state} |`),
  ].join('\n')
