import { parseArgs } from 'node:util'
import { openLaboratory } from './laboratory'
import { play } from './session'

/** `tsx tests/differential/main.ts --kubectl PROGRAM --from 1 --sessions 100 [--rule '<get>']`: prints every difference. */
const { values } = parseArgs({
  options: {
    kubectl: { type: 'string', default: 'kubectl' },
    from: { type: 'string', default: '1' },
    sessions: { type: 'string', default: '100' },
    length: { type: 'string', default: '12' },
    rule: { type: 'string', default: '<line>' },
    all: { type: 'boolean', default: false },
  },
})
const laboratory = await openLaboratory()
let lines = 0
let differing = 0
for (let seed = Number(values.from); seed < Number(values.from) + Number(values.sessions); seed++) {
  const played = await play(laboratory, values.kubectl, seed, {
    length: Number(values.length),
    rule: values.rule,
    all: values.all,
  })
  lines += played.lines
  differing += played.differing.length
  for (const { line, found } of played.differing) {
    const env = Object.entries(line.env ?? {})
      .map(([name, value]) => `${name}=${value} `)
      .join('')
    console.log(
      `${seed}: ${env}kubectl ${line.words.map(word => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`)).join(' ')}${line.stdin === undefined ? '' : ' < file'}\n    ${found.join('\n    ')}`,
    )
  }
}
console.log(`${lines - differing} equal, ${differing} differing`)
await laboratory.close()
