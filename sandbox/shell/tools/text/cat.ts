import { readTextLines, toBytes } from '../../../process'
import { inputsOf } from '../files-of'
import { tool } from '../tool'

export const cat = tool(
  {
    flags: 'nbsAevEtTu',
    long: {
      number: 'n',
      'number-nonblank': 'b',
      'show-all': 'A',
      'show-ends': 'E',
      'squeeze-blank': 's',
      'show-tabs': 'T',
      'show-nonprinting': 'v',
    },
  },
  async run => {
    const { options, stdout } = run
    const changed = ['n', 'b', 's', 'A', 'e', 'E', 't', 'T', 'v'].some(letter => options.has(letter))
    let number = 0
    let blank = false
    for await (const { input } of inputsOf(run)) {
      if (!changed) {
        for (let chunk = await input.read(); chunk; chunk = await input.read()) await stdout.write(chunk)
        continue
      }
      for await (const line of readTextLines(input)) {
        if (options.has('s') && line === '' && blank) continue
        blank = line === ''
        const counted = options.has('b') ? line !== '' : options.has('n')
        await stdout.write(
          toBytes(
            `${counted ? `${String(++number).padStart(6)}\t` : ''}${visible(line, options.has.bind(options))}\n`,
          ),
        )
      }
    }
    return undefined
  },
)

function visible(line: string, has: (letter: string) => boolean): string {
  const ends = has('E') || has('A') || has('e')
  let shown = line
  if (has('T') || has('A') || has('t')) shown = shown.replaceAll('\t', '^I')
  if (has('v') || has('A') || has('e') || has('t'))
    shown = shown.replace(
      /[\x00-\x08\x0b-\x1f]/g,
      control => `^${String.fromCharCode(control.charCodeAt(0) + 64)}`,
    )
  return ends ? `${shown}$` : shown
}
