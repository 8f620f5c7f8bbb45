import { writeSync } from 'node:fs'
import { createStore } from '.'

/** Commits without end and names on standard output what is acknowledged, until it is killed. */
const store = createStore({ directory: process.argv[2]!, compactAfter: 50 })
for (let number = 0; ; number++) {
  const name = `n${number}`
  store.commit('ADDED', { resource: 'configmaps', namespace: 'default', name }, {
    metadata: { name },
    data: { filler: 'x'.repeat(200) },
  } as never)
  await store.durable()
  writeSync(1, `${name}\n`)
}
