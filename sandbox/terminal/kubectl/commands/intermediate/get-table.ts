import type { Invocation } from '../../invocation'
import { isList, type KubeObject } from '../../object'
import { isTable, objectTable, type Table } from '../../output/table'

/** How the flags of `get` want its tables. */
export function tableOptions({ flags }: Invocation, namespaced: boolean, kind: string | undefined) {
  return {
    wide: flags.string('output') === 'wide',
    noHeaders: flags.bool('no-headers'),
    withNamespace: flags.bool('all-namespaces') && namespaced,
    kind,
    columnLabels: flags.list('label-columns'),
    showLabels: flags.bool('show-labels'),
  }
}

/** A server that makes no table leaves name and age to us. */
export function asTable(object: KubeObject): Table {
  if (isTable(object)) return object
  if (!isList(object)) return objectTable(object, Date.now())
  const tables = (object.items ?? []).map(item => objectTable(item, Date.now()))
  return { ...(tables[0] ?? objectTable({}, 0)), rows: tables.flatMap(({ rows = [] }) => rows) }
}
