import type { Command } from '../../command'
import { isNotFound, throwAll } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import { at, type KubeObject } from '../../object'
import { goSprint } from '../../output/go-format'
import { findResults, relaxedPath } from '../../output/jsonpath/evaluate'
import { parseTemplate } from '../../output/jsonpath/parse'
import { operationPrinter } from '../../output/operation'
import { objectFormats, printFlags } from '../../output/printer'
import { pause } from '../../pods/target'
import { gone } from '../../resources/deletion'
import { followObject } from '../../resources/follow'
import { qualifiedResource } from '../../resources/mapper'
import { type Info, select } from '../../resources/select'
import {
  allNamespacesFlag,
  fieldSelectorFlag,
  filenameFlags,
  filenamesOf,
  selectorFlag,
} from '../shared-flags'

export const wait: Command = {
  name: 'wait',
  usage:
    "([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]]",
  short: 'Wait for a specific condition on one or many resources',
  long: `Wait for a specific condition on one or many resources.

 A message is printed for each resource once its condition is met. Several --for are waited for one after the other.`,
  examples: `# Wait until the pod web is Ready
kubectl wait --for=condition=Ready pod/web

# Wait until all pods are Ready, a minute at most
kubectl wait --for=condition=Ready pod --all --timeout=60s

# Wait until a pod runs
kubectl wait --for=jsonpath='{.status.phase}'=Running pod/web

# Wait until a pod is gone
kubectl wait --for=delete pod/web`,
  flags: [
    flag.bool('all', 'Select all resources in the namespace of the specified resource types'),
    allNamespacesFlag,
    fieldSelectorFlag,
    ...filenameFlags('identifying the resource.').map(one =>
      one.name === 'recursive' ? { ...one, default: true } : one,
    ),
    flag.array(
      'for',
      "What to wait for: [create|delete|condition=condition-name[=condition-value]|jsonpath='{JSONPath expression}'=[JSONPath value]]. The default condition-value is true.",
    ),
    flag.bool('local', 'Not meaningful here: waiting needs the server.'),
    selectorFlag,
    flag.duration('timeout', 'How long to wait. Zero means check once, negative means a week.', {
      default: 30_000,
    }),
    ...printFlags(objectFormats),
  ],
  run: runWait,
}

/** Is it met in this state of the object? */
type Test = (object: KubeObject) => boolean

type Condition = { type: 'delete' } | { type: 'create' } | { type: 'test'; test: Test }

const aWeek = 7 * 24 * 3_600_000

async function runWait(invocation: Invocation): Promise<void> {
  const { flags, args } = invocation
  const conditions = parseConditions(flags.list('for'))
  const timeout = flags.duration('timeout') < 0 ? aWeek : flags.duration('timeout')
  const deadline = Date.now() + timeout
  const forDelete = conditions.some(({ type }) => type === 'delete')
  const printer = await operationPrinter(invocation, '')
  const find = () =>
    select(invocation, {
      args,
      ...filenamesOf(invocation),
      labelSelector: flags.string('selector'),
      fieldSelector: flags.string('field-selector'),
      all: flags.bool('all'),
      allNamespaces: flags.bool('all-namespaces'),
      latest: true,
    })
  if (conditions.some(({ type }) => type === 'create')) await waitForCreation(invocation, find, deadline)

  const { infos, errors } = await find()
  const until = AbortSignal.timeout(timeout)
  const failures = forDelete ? errors.filter(error => !isNotFound(error)) : [...errors]
  for (const info of infos) {
    try {
      for (const condition of conditions) {
        const object = await waitFor(invocation, info, condition, until, timeout)
        await printer.print(object, 'condition met')
      }
    } catch (error) {
      invocation.signal.throwIfAborted()
      failures.push(error as Error)
    }
  }
  throwAll(failures)
  if (infos.length === 0 && !forDelete) throw new Error('no matching resources found')
}

function parseConditions(texts: readonly string[]): Condition[] {
  if (texts.length === 0) throw new Error('unrecognized condition: []')
  return texts.map((text): Condition => {
    const lower = text.toLowerCase()
    if (lower === 'delete' || lower === 'create') return { type: lower }
    if (text.startsWith('condition=')) return { type: 'test', test: conditionTest(text.slice(10)) }
    if (text.startsWith('jsonpath=')) return { type: 'test', test: jsonPathTest(text.slice(9)) }
    throw new Error(`unrecognized condition: ${JSON.stringify(text)}`)
  })
}

function conditionTest(text: string): Test {
  const equals = text.indexOf('=')
  const name = (equals < 0 ? text : text.slice(0, equals)).toLowerCase()
  const wanted = (equals < 0 ? 'true' : text.slice(equals + 1)).toLowerCase()
  return object => {
    const conditions = (at(object, 'status', 'conditions') ?? []) as {
      type?: string
      status?: string
      observedGeneration?: number
    }[]
    const condition = conditions.find(({ type }) => type?.toLowerCase() === name)
    if (!condition) return false
    const observed =
      condition.observedGeneration ?? (at(object, 'status', 'observedGeneration') as number | undefined)
    const generation = object.metadata?.generation
    if (generation !== undefined && observed !== undefined && observed < generation) return false
    return condition.status?.toLowerCase() === wanted
  }
}

const jsonPathAdvice =
  "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'"

/** Cut at single equals signs; `==` belongs to the path. */
function jsonPathTest(text: string): Test {
  const parts = text.replaceAll('==', '\0').split('=')
  const [expression = '', value] = parts.map(part => part.replaceAll('\0', '=='))
  if (parts.length > 2) throw new Error(jsonPathAdvice)
  if (expression === '') throw new Error('jsonpath expression cannot be empty')
  const path = parseTemplate(relaxedPath(expression))
  const wanted = value?.replace(/^['"]+|['"]+$/g, '')
  if (wanted === '') {
    throw new Error(
      "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3",
    )
  }
  return object => {
    const results = findResults(path, object, { allowMissingKeys: true })
    if (results.length === 0 || results[0]?.length === 0) return false
    if (results.length > 1) throw new Error('given jsonpath expression matches more than one list')
    if ((results[0]?.length ?? 0) > 1)
      throw new Error('given jsonpath expression matches more than one value')
    if (wanted === undefined) return true
    const found = results[0]?.[0]
    if (typeof found === 'object' && found !== null) {
      throw new Error('jsonpath leads to a nested object or list which is not supported')
    }
    return goSprint(found).trim() === wanted.trim()
  }
}

async function waitForCreation(
  invocation: Invocation,
  find: () => ReturnType<typeof select>,
  deadline: number,
): Promise<void> {
  for (;;) {
    const { infos, errors } = await find()
    throwAll(errors.filter(error => !isNotFound(error)))
    if (infos.length > 0) return
    if (Date.now() >= deadline) throw new Error('timed out waiting for the condition')
    await pause(500, invocation.signal)
  }
}

/** The object once the condition is met; throws when the time is over. */
async function waitFor(
  invocation: Invocation,
  info: Info,
  condition: Condition,
  until: AbortSignal,
  timeout: number,
): Promise<KubeObject> {
  const object = info.object as KubeObject
  const timedOut = () =>
    new Error(`timed out waiting for the condition on ${info.resource.resource}/${info.name}`)
  const once = () => new Error(`condition not met for ${info.resource.resource}/${info.name}`)
  if (condition.type === 'create') return object
  if (condition.type === 'delete') {
    if (timeout === 0) throw once()
    // The first request for an object whose turn comes when the time is over.
    if (until.aborted)
      throw new Error('client rate limiter Wait returned an error: context deadline exceeded')
    if (await gone(invocation, { info, uid: object.metadata?.uid }, until)) return object
    throw timedOut()
  }
  // Objects before this one may have taken all the time there was.
  if (timeout > 0 && until.aborted) throw timedOut()
  if (condition.test(object)) return object
  if (timeout === 0) throw once()
  const signal = AbortSignal.any([invocation.signal, until])
  for await (const current of followObject(invocation, info, signal)) {
    if (!current)
      throw new Error(`${qualifiedResource(info.resource)} ${JSON.stringify(info.name)} not found`)
    if (condition.test(current)) return current
  }
  throw timedOut()
}
