import type { CoreV1Event } from '@kubernetes/client-node'
import { resourcePath } from '../../../../client'
import type { Command } from '../../command'
import { Fatal } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import type { KubeObject, Wire } from '../../object'
import { createPrinter, objectFormats, printFlags } from '../../output/printer'
import { alignTabs, tableTabs } from '../../output/tab-writer'
import { ageOf } from '../../output/table'
import { allNamespacesFlag, chunkSizeFlag } from '../shared-flags'

type Event = Wire<CoreV1Event>

export const events: Command = {
  name: 'events',
  usage: '[(-o|--output=)json|yaml] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]',
  short: 'List events',
  long: 'Display events: what happened to the objects of a namespace, the latest last.',
  examples: `# What happened in this namespace
kubectl events

# What happened to the pod web, and what comes
kubectl events --for pod/web --watch`,
  flags: [
    allNamespacesFlag,
    chunkSizeFlag,
    flag.string('for', 'Only events about this object (TYPE/NAME).'),
    flag.bool('no-headers', 'Leave the headers out.'),
    flag.strings('types', 'Only events of these types (Normal, Warning).'),
    flag.bool('watch', 'After listing, show every new event.', { shorthand: 'w' }),
    ...printFlags(objectFormats),
  ],
  run: runEvents,
}

async function runEvents(invocation: Invocation): Promise<void> {
  const { flags, signal } = invocation
  const all = flags.bool('all-namespaces')
  const { name: namespace } = await invocation.namespace()
  const path = resourcePath({
    group: '',
    version: 'v1',
    resource: 'events',
    namespace: all ? undefined : namespace,
  })
  const fieldSelector = await about(invocation)
  const types = flags.list('types').map(type => type.toLowerCase())
  const wanted = (event: Event) => types.length === 0 || types.includes((event.type ?? '').toLowerCase())
  const wrong = flags.list('types').find(type => !/^(normal|warning)$/i.test(type))
  if (wrong !== undefined) throw new Error('valid --types are Normal or Warning')
  const print = flags.string('output') ? await createPrinter(invocation, objectFormats) : undefined
  const api = await invocation.api()
  const { body } = await api.request<{ items?: Event[]; metadata?: { resourceVersion?: string } }>(
    'GET',
    path,
    {
      query: { fieldSelector, limit: flags.int('chunk-size') || undefined },
    },
  )
  const found = (body.items ?? []).filter(wanted).sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1))
  const watching = flags.bool('watch')
  if (found.length === 0 && !watching) {
    return invocation.err(all ? 'No events found.\n' : `No events found in ${namespace} namespace.\n`)
  }
  // kubectl's printer of names takes no such list, and nobody looks at what it says.
  if (flags.string('output') === 'name') return
  if (print) {
    return invocation.out(
      print({ apiVersion: 'v1', kind: 'EventList', metadata: {}, items: found as KubeObject[] }),
    )
  }
  const widths: number[] = []
  const headers = ['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE']
  const show = (rows: string[][]) =>
    invocation.out(alignTabs(rows.map(row => `${row.join('\t')}\n`).join(''), tableTabs, widths))
  const first = flags.bool('no-headers') ? [] : [all ? ['NAMESPACE', ...headers] : headers]
  await show([...first, ...found.map(event => rowOf(event, all))])
  if (!watching) return
  const changes = api.client.watch<Event>(path, {
    query: { fieldSelector, resourceVersion: body.metadata?.resourceVersion },
    signal,
  })
  for await (const { type, object } of changes) {
    if (type !== 'DELETED' && type !== 'BOOKMARK' && wanted(object)) await show([rowOf(object, all)])
  }
  signal.throwIfAborted()
}

async function about(invocation: Invocation): Promise<string | undefined> {
  const text = invocation.flags.string('for')
  if (!text) return undefined
  const [type = '', name, ...more] = text.split('/')
  if (name === undefined) throw new Error('--for must be in resource/name form')
  if (more.length > 0) throw new Error('arguments in resource/name form may not have more than one slash')
  const kind = await kindOf(invocation, type)
  if (!name) return undefined
  return `involvedObject.kind=${kind},involvedObject.name=${name}`
}

async function kindOf(invocation: Invocation, type: string): Promise<string> {
  const mapper = await invocation.mapper()
  try {
    return mapper.forArgument(type.toLowerCase()).kind
  } catch (error) {
    throw new Fatal((error as Error).message)
  }
}

const timeOf = (event: Event): string =>
  event.series?.lastObservedTime ??
  event.lastTimestamp ??
  event.eventTime ??
  event.metadata.creationTimestamp ??
  ''

function rowOf(event: Event, withNamespace: boolean): string[] {
  const age = ageOf(timeOf(event), Date.now())
  const first = ageOf(event.firstTimestamp ?? event.eventTime, Date.now())
  const count = event.series?.count ?? event.count ?? 1
  return [
    ...(withNamespace ? [event.metadata.namespace ?? ''] : []),
    count > 1 ? `${age} (x${count} over ${first})` : age,
    event.type ?? '',
    event.reason ?? '',
    `${event.involvedObject.kind}/${event.involvedObject.name}`,
    (event.message ?? '').trim(),
  ]
}
