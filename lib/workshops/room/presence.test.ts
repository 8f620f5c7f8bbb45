import { expect, it } from 'vitest'
import { believed, createPresence } from './presence'

const start = () => {
  const changes: boolean[] = []
  let time = 0
  const presence = createPresence({ onChange: ({ local }) => changes.push(local), now: () => time })
  return { presence, changes, later: (by: number) => (time += by) }
}

it('counts somebody once, however many pages they have open', () => {
  const { presence, changes } = start()
  const [one, two] = [presence.enter('ada'), presence.enter('ada')]
  one.dispose()
  one.dispose()
  expect(presence.online).toEqual(['ada'])
  two.dispose()
  expect(presence.online).toEqual([])
  expect(changes).toEqual([true, true])
})

it('knows who is on other servers, and who is here as well', () => {
  const { presence, changes } = start()
  presence.heard('two', ['ada', 'eve'])
  const ada = presence.enter('ada')
  expect([...presence.online].sort()).toEqual(['ada', 'eve'])
  expect(presence.here).toEqual(['ada'])
  expect(['ada', 'eve', 'nobody'].map(presence.isElsewhere)).toEqual([false, true, false])
  presence.heard('two', ['ada', 'eve'])
  expect(changes).toEqual([false, true])
  ada.dispose()
  expect(presence.isElsewhere('ada')).toBe(true)
  presence.heard('two', [])
  expect(presence.online).toEqual([])
})

it('forgets a server that says nothing any more', () => {
  const { presence, later } = start()
  presence.heard('two', ['ada'])
  later(believed)
  presence.heard('three', ['eve'])
  presence.expire()
  expect(presence.online).toEqual(['ada', 'eve'])
  later(1)
  presence.expire()
  expect(presence.online).toEqual(['eve'])
})
