import { expect, it } from 'vitest'
import { Mailbox } from './mailbox'

it('a mailbox keeps what comes before anybody takes it, in order, and hands it out once', () => {
  const mailbox = new Mailbox<string>()
  const taken: string[] = []
  mailbox.send('one')
  const stop = mailbox.take(request => taken.push(request))
  mailbox.send('two')
  stop()
  mailbox.send('three')
  expect(taken).toEqual(['one', 'two'])
  mailbox.take(request => taken.push(request))
  expect(taken).toEqual(['one', 'two', 'three'])
})
