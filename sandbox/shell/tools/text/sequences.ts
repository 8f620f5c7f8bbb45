import { TooLarge } from '../../../process'
import { limits } from '../../limits'
import { tool } from '../tool'

/** `seq [first [step]] last`. */
export const seq = tool(
  { values: 'sf', flags: 'w0123456789.', long: { 'separator=': 's', 'equal-width': 'w' }, ordered: true },
  async run => {
    const { argv, stdout, signal } = run
    const operands = argv
      .slice(1)
      .filter((arg, index, all) => !/^-[a-zA-Z]/.test(arg) && !/^-s$/.test(all[index - 1] ?? ''))
    const numbers = operands.map(Number)
    const wrong = operands.find((_, index) => Number.isNaN(numbers[index]))
    if (operands.length === 0 || operands.length > 3 || wrong !== undefined) {
      await run.complain(
        operands.length === 0
          ? 'missing operand'
          : wrong === undefined
            ? `extra operand ‘${operands[3]}’`
            : `invalid floating point argument: ‘${wrong}’`,
      )
      return 1
    }
    const [first, step, last] =
      numbers.length === 1
        ? [1, 1, numbers[0]!]
        : numbers.length === 2
          ? [numbers[0]!, 1, numbers[1]!]
          : (numbers as [number, number, number])
    if (step === 0) {
      await run.complain(`invalid Zero increment value: ‘${operands[1]}’`)
      return 1
    }
    const decimals = Math.max(0, ...operands.map(text => text.split('.')[1]?.length ?? 0))
    const width = run.options.has('w')
      ? Math.max(first.toFixed(decimals).length, last.toFixed(decimals).length)
      : 0
    const separator = run.options.value('s') ?? '\n'
    let text = ''
    let any = false
    for (let index = 0; ; index++) {
      const value = first + index * step
      if (step > 0 ? value > last + 1e-10 : value < last - 1e-10) break
      text += `${any ? separator : ''}${value.toFixed(decimals).padStart(width, '0')}`
      any = true
      if (text.length < 16_384) continue
      if (signal.aborted) return undefined
      await stdout.write(text)
      text = ''
    }
    await stdout.write(any ? `${text}\n` : '')
    return undefined
  },
)

/** `yes`: until nobody reads any more. */
export const yes = tool({}, async ({ options, stdout, signal }) => {
  const line = `${options.rest.length > 0 ? options.rest.join(' ') : 'y'}\n`
  if (line.length > limits.value) throw new TooLarge(limits.value)
  const chunk = line.repeat(Math.max(1, Math.floor(4096 / line.length)))
  while (!signal.aborted) await stdout.write(chunk)
  return undefined
})
