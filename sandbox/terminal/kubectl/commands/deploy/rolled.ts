import { Failures, throwVisited } from '../../failure'
import type { Invocation } from '../../invocation'
import { type Info, select } from '../../resources/select'
import { filenameFlags, filenamesOf, selectorFlag } from '../shared-flags'

/** Flags of every command of `kubectl rollout`. */
export const rolloutFlags = [...filenameFlags('identifying the resource to get from a server.'), selectorFlag]

/** Does something with each object that a command line selects; one that fails keeps nobody from the next. */
export async function eachSelected(
  invocation: Invocation,
  act: (info: Info) => Promise<void>,
  { empty, gathers = false }: { empty?: string; gathers?: boolean } = {},
): Promise<void> {
  const { args, flags } = invocation
  const files = filenamesOf(invocation)
  if (args.length === 0 && files.filenames.length === 0) throw new Error('required resource not specified')
  const { infos, errors } = await select(invocation, {
    typed: true,
    args,
    ...files,
    labelSelector: flags.string('selector'),
    allowEmptySelector: true,
    latest: true,
  })
  if (infos.length === 0 && errors.length === 0 && empty) return invocation.err(empty)
  const failures: Error[] = []
  for (const info of infos) await act(info).catch((error: Error) => failures.push(error))
  if (errors.length === 0 || !gathers) throwVisited(errors, failures)
  // What could not be had is one error of several, and tells its parts only where it is alone.
  else throw failures.length === 0 ? new Failures(errors) : new Failures([new Failures(errors), ...failures])
}
