import type { Invocation } from '../invocation'
import { followObject } from '../resources/follow'
import type { Pod } from './containers'

/** The pod as soon as `test` holds; throws when it is deleted or the time (milliseconds) is over. */
export async function watchPod(
  invocation: Invocation,
  pod: Pod,
  timeout: number,
  test: (pod: Pod) => boolean | Promise<boolean>,
): Promise<Pod> {
  const { name = '', namespace = '' } = pod.metadata ?? {}
  const mapper = await invocation.mapper()
  const signal = AbortSignal.any([invocation.signal, AbortSignal.timeout(timeout)])
  for await (const state of followObject(
    invocation,
    { resource: mapper.forArgument('pods'), namespace, name },
    signal,
  )) {
    if (!state) throw new Error(`pods ${JSON.stringify(name)} not found`)
    if (await test(state as Pod)) return state as Pod
  }
  invocation.signal.throwIfAborted()
  throw new Error('timed out waiting for the condition')
}
