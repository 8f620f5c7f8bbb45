import type { Invocation } from '../invocation'
import type { KubeObject } from '../object'
import { kindAndName } from './name'
import { createPrinter, objectFormats, type Printer } from './printer'

/** Prints an object that a command changed: `pod/web created`, or the object itself with `-o`. */
export async function operationPrinter(
  invocation: Invocation,
  suffix: string,
): Promise<{ print(object: KubeObject, operation: string): Promise<void>; showsObjects: boolean }> {
  const { flags } = invocation
  const format = flags.string('output')
  const printer: Printer | undefined =
    format || (flags.has('template') && flags.string('template'))
      ? await createPrinter(invocation, objectFormats)
      : undefined
  return {
    showsObjects: printer !== undefined && format.toLowerCase() !== 'name',
    async print(object, operation) {
      await invocation.out(printer ? printer(object) : `${kindAndName(object)} ${operation}${suffix}\n`)
    },
  }
}
