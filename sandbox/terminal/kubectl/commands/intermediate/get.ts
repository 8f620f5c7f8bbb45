import { type Command, usageError } from '../../command'
import { Failures, throwAll } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import type { KubeObject } from '../../object'
import { createPrinter, getFormats, printFlags } from '../../output/printer'
import { sortBy, sortedTable } from '../../output/sort'
import { alignTabs, tableTabs } from '../../output/tab-writer'
import { acceptTable, tableLines } from '../../output/table'
import { qualifiedKind } from '../../resources/mapper'
import { exceptNotFound, type Info, type SelectOptions, select } from '../../resources/select'
import { checkPath, sendRaw } from '../raw'
import {
  allNamespacesFlag,
  chunkSizeFlag,
  fieldSelectorFlag,
  filenameFlags,
  filenamesOf,
  selectorFlag,
  subresourceFlag,
} from '../shared-flags'
import { asTable, tableOptions } from './get-table'
import { watchObjects } from './watch'

export const get: Command = {
  name: 'get',
  suggestFor: ['list', 'ls'],
  usage: `[(-o|--output=)${getFormats.join('|')}] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags]`,
  short: 'Display one or many resources',
  long: `Display one or many resources.

 Prints a table with what matters most about the resources named. A label selector (-l) narrows the list. Only the current namespace is shown unless you name another one or ask for all.

Use "kubectl api-resources" for a complete list of supported resources.`,
  examples: `# List all pods
kubectl get pods

# List all pods with more columns (such as the node)
kubectl get pods -o wide

# Show one network policy as YAML
kubectl get networkpolicy default-deny -o yaml

# List pods and services of all namespaces
kubectl get pods,services --all-namespaces

# List pods with a label, with that label as a column
kubectl get pods -l app=web -L tier

# Print one field of one pod
kubectl get pod web -o jsonpath='{.status.podIP}'

# Print columns of your own
kubectl get pods -o custom-columns=NAME:.metadata.name,IMAGE:.spec.containers[*].image

# Show pods and then every change, until Ctrl-C
kubectl get pods --watch`,
  flags: [
    allNamespacesFlag,
    chunkSizeFlag,
    fieldSelectorFlag,
    ...filenameFlags('that names the resource to get from the server.'),
    flag.bool('ignore-not-found', 'Say nothing about named objects that do not exist.'),
    flag.strings(
      'label-columns',
      'Labels that are shown as columns (comma separated, or the flag repeated).',
      {
        shorthand: 'L',
      },
    ),
    flag.bool('no-headers', 'Leave the headers out.'),
    flag.bool(
      'output-watch-events',
      'With --watch print each event with what happened; objects there are ADDED.',
    ),
    flag.string('raw', 'A path to request from the server as it is.'),
    flag.bool('server-print', 'Let the server make the table.', { default: true }),
    flag.bool('show-kind', 'Name the kind before each name.'),
    flag.bool('show-labels', 'Show all labels as the last column.'),
    flag.string('sort-by', "Sort the list by this field, a JSONPath expression (e.g. '{.metadata.name}')."),
    selectorFlag,
    subresourceFlag,
    flag.bool('watch', 'After listing, show every change.', { shorthand: 'w' }),
    flag.bool('watch-only', 'Show changes without listing first.'),
    ...printFlags(getFormats),
  ],
  run: runGet,
}

async function runGet(invocation: Invocation): Promise<void> {
  const { flags, args } = invocation
  if (flags.string('raw')) return getRaw(invocation)
  const format = flags.string('output')
  const human = format === 'wide' || (format === '' && flags.string('template') === '')
  await validate(invocation, human)
  const order = flags.string('sort-by')
  const options: SelectOptions = {
    args,
    ...filenamesOf(invocation),
    labelSelector: flags.string('selector'),
    fieldSelector: flags.string('field-selector'),
    allNamespaces: flags.bool('all-namespaces'),
    allowEmptySelector: true,
    latest: true,
    chunkSize: order ? 0 : flags.int('chunk-size'),
    subresource: flags.string('subresource') || undefined,
    accept: human && flags.bool('server-print') ? acceptTable : undefined,
    query: human && order ? { includeObject: 'Object' } : undefined,
  }
  if (flags.bool('watch') || flags.bool('watch-only')) {
    return watchObjects(invocation, options, async () =>
      human ? undefined : await createPrinter(invocation, getFormats),
    )
  }

  const selection = await select(invocation, options)
  const errors = flags.bool('ignore-not-found') ? exceptNotFound(selection.errors) : selection.errors
  if (!human) {
    if (selection.single) throwAll(errors)
    const printer = await createPrinter(invocation, getFormats)
    // What cannot be printed comes after what could not be had.
    await printObjects(invocation, printer, selection.infos, selection.single, order, errors).catch(error =>
      throwAll([...errors, error]),
    )
  } else await printTables(invocation, selection.infos, order, errors)
  if (human && errors.length > 0 && options.filenames?.length && !options.kustomize)
    throw new Failures(errors)
  throwAll(errors)
}

async function validate(invocation: Invocation, human: boolean): Promise<void> {
  const { flags, args, commandPath } = invocation
  const watching = flags.bool('watch') || flags.bool('watch-only')
  if (flags.string('sort-by') && watching) {
    const name = flags.bool('watch') ? '--watch' : '--watch-only'
    await invocation.err(
      `warning: ${name} requested, --sort-by will be ignored${flags.bool('watch') ? ' for watch events received' : ''}\n`,
    )
  }
  if (!watching && args.length === 0 && flags.list('filename').length === 0 && !flags.string('kustomize')) {
    await invocation.err(
      'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n',
    )
    throw usageError(
      { commandPath },
      'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
    )
  }
  if (flags.bool('show-labels') && !human) {
    throw new Error(`--show-labels option cannot be used with ${flags.string('output')} printer`)
  }
  if (flags.bool('output-watch-events') && !watching) {
    throw new Error('--output-watch-events option can only be used with --watch or --watch-only')
  }
}

async function getRaw(invocation: Invocation): Promise<void> {
  const { flags, args } = invocation
  if (args.length > 0) throw new Error('arguments may not be passed when --raw is specified')
  if (flags.bool('watch') || flags.bool('watch-only') || flags.string('selector'))
    throw new Error(
      '--raw may not be specified with other flags that filter the server request or alter the output',
    )
  if (flags.string('output')) throw new Error('--raw and --output are mutually exclusive')
  checkPath(flags.string('raw'))
  return sendRaw(invocation, 'GET')
}

/** One object as itself, several as a v1 List. */
async function printObjects(
  invocation: Invocation,
  printer: (object: KubeObject) => string,
  infos: readonly Info[],
  single: boolean,
  order: string,
  errors: readonly Error[],
): Promise<void> {
  const objects = infos.map(({ object }) => object as KubeObject)
  if (single && objects.length === 1) return invocation.out(printer(objects[0] as KubeObject))
  if (objects.length === 0 && invocation.flags.bool('ignore-not-found') && errors.length === 0) return
  const items = order ? sortBy(objects, order, object => object) : objects
  await invocation.out(printer({ apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } }))
}

/** A table a resource type, an empty line between them. */
async function printTables(
  invocation: Invocation,
  found: readonly Info[],
  order: string,
  errors: readonly Error[],
): Promise<void> {
  const { flags } = invocation
  // Of several answers kubectl sorts the answers, tables as they are, and then the rows of each.
  const infos = order && found.length > 1 ? sortBy(found, order, ({ object }) => object) : found
  const severalKinds = new Set(infos.map(({ resource }) => resource)).size > 1
  const allNamespaces = flags.bool('all-namespaces')
  let text = ''
  // Once a table had namespaces those after it have the column, too.
  let namespaced = false
  for (let from = 0; from < infos.length; ) {
    const { resource } = infos[from] as Info
    let to = from
    while (infos[to]?.resource === resource) to++
    const group = infos.slice(from, to)
    from = to
    namespaced ||= resource.namespaced
    const options = tableOptions(invocation, namespaced, severalKinds ? qualifiedKind(resource) : undefined)
    const tables = group.map(({ object }) => {
      const table = asTable(object as KubeObject)
      return order ? sortedTable(table, order) : table
    })
    const kind = options.kind ?? (flags.bool('show-kind') ? qualifiedKind(resource) : undefined)
    const lines = tables
      .map((table, index) =>
        tableLines(table, { ...options, kind, noHeaders: options.noHeaders || index > 0 }),
      )
      .join('')
    if (lines === '') continue
    if (text !== '' && !flags.bool('no-headers')) text += '\n'
    text += alignTabs(lines, tableTabs)
  }
  if (text) return invocation.out(text)
  if (flags.bool('ignore-not-found') || errors.length > 0) return
  const oneNamespace = !allNamespaces && infos.every(({ resource }) => resource.namespaced)
  const { name } = await invocation.namespace()
  await invocation.err(oneNamespace ? `No resources found in ${name} namespace.\n` : 'No resources found\n')
}
