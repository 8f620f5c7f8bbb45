import { isNotFound } from '../../failure'
import { requestTimeout } from '../../flags/request-timeout'
import type { Invocation } from '../../invocation'
import type { KubeObject } from '../../object'
import { goJson } from '../../output/json'
import type { Printer } from '../../output/printer'
import { alignTabs, tableTabs } from '../../output/tab-writer'
import { type Table, tableLines } from '../../output/table'
import { collectionPath, type SelectOptions, select } from '../../resources/select'
import { asTable, tableOptions } from './get-table'

/** `get -w`: what is there, then every change on a line of its own, until it is interrupted or the server ends it. */
export async function watchObjects(
  invocation: Invocation,
  options: SelectOptions,
  makePrinter: () => Promise<Printer | undefined>,
): Promise<void> {
  const { flags, signal } = invocation
  // A subresource is not watched: kubectl forgets that it was asked for.
  const selection = await select(invocation, {
    ...options,
    subresource: undefined,
    singleResourceType: true,
  })
  const [error] = selection.errors
  if (error) {
    if (isNotFound(error) && flags.bool('ignore-not-found')) return
    throw error
  }
  const [source] = selection.sources
  const printer = await makePrinter()
  const onlyOne = new Error('you may only watch a single resource or type of resource at a time')
  if (!source) throw onlyOne
  const show = display(invocation, source.resource.namespaced, printer)
  const first = selection.infos.map(({ object }) => object as KubeObject)
  if (!flags.bool('watch-only')) for (const object of first) await show('ADDED', object)
  if (selection.sources.length > 1) throw onlyOne

  // A watch of one object begins with its present state, which has just been shown.
  let skipFirst = source.name !== undefined
  const api = await invocation.api()
  // A request that may take only so long ends quietly then: a watch is never done.
  const timeout = requestTimeout(flags.string('request-timeout'))
  const until = timeout > 0 ? AbortSignal.timeout(timeout) : undefined
  const events = api.client.watch<KubeObject>(collectionPath(source), {
    query: {
      ...options.query,
      resourceVersion: source.name === undefined ? selection.version : '0',
      labelSelector: options.labelSelector || undefined,
      fieldSelector:
        source.name === undefined ? options.fieldSelector || undefined : `metadata.name=${source.name}`,
    },
    accept: options.accept,
    signal: until ? AbortSignal.any([signal, until]) : signal,
  })
  try {
    for await (const { type, object } of events) {
      if (!skipFirst) await show(type, object)
      skipFirst = false
    }
  } catch (error) {
    if (!until?.aborted) throw error
  }
  signal.throwIfAborted()
}

/** Prints one event; the columns keep their widths from one to the next. */
function display(invocation: Invocation, namespaced: boolean, printer: Printer | undefined) {
  const { flags } = invocation
  const options = tableOptions(invocation, namespaced, undefined)
  const withEvents = flags.bool('output-watch-events')
  const widths: number[] = []
  let headersDue = !options.noHeaders
  let columns: Table['columnDefinitions'] = []
  return async (type: string, object: KubeObject) => {
    if (printer) {
      // Names are the objects', and JSON of an event stands on one line, keys as they are.
      if (!withEvents || flags.string('output') === 'name') return invocation.out(printer(object))
      if (flags.string('output') === 'json')
        return invocation.out(`{"type":${JSON.stringify(type)},"object":${goJson(object)}}\n`)
      return invocation.out(printer({ type, object } as unknown as KubeObject))
    }
    const table = asTable(object)
    // Only the first table of a watch tells its columns.
    columns = table.columnDefinitions?.length ? table.columnDefinitions : columns
    const complete = { ...table, columnDefinitions: columns }
    let lines = tableLines(complete, { ...options, noHeaders: !headersDue })
    if (lines === '') return
    if (withEvents) lines = prefixEvents(lines, type, headersDue)
    headersDue = false
    await invocation.out(alignTabs(lines, tableTabs, widths))
  }
}

function prefixEvents(lines: string, type: string, headers: boolean): string {
  return lines.replace(
    /^.*\n/gm,
    (line, at: number) => `${headers && at === 0 ? 'EVENT' : type.padEnd(8)}\t${line}`,
  )
}
