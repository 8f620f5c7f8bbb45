import { parseArgs } from 'node:util'
import { describeKubectl } from '../sessions/real-kubectl'
import { openLaboratory } from './laboratory'
import { play } from './session'
import { told } from './told'

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
const kubectl = await describeKubectl(values.kubectl)
const laboratory = await openLaboratory()
let lines = 0
let differing = 0
for (let seed = Number(values.from); seed < Number(values.from) + Number(values.sessions); seed++) {
  const played = await play(laboratory, kubectl, seed, {
    length: Number(values.length),
    rule: values.rule,
    all: values.all,
  })
  lines += played.lines
  differing += played.differing.length
  for (const difference of played.differing) console.log(told(difference))
}
console.log(`${lines - differing} equal, ${differing} differing`)
await laboratory.close()
