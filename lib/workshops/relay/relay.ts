import type { Notices } from '@/lib/database/notices'
import type { Log } from '@/lib/operations/log'
import type { Sandboxes } from '@/lib/sandboxes/sandboxes'
import type { Sharing } from '../leading/sharing'
import type { Rooms } from '../room/rooms'
import { createReceiving, type Receiving } from './receiving'
import { createSending, type Sending } from './sending'

/**
 * Shows the terminal that is shared in a workshop on servers where it is not: who has it tells the others what it prints,
 * by the notices of their database, while somebody watches there.
 */
export interface Relay {
  /** The terminal shared in a workshop, which is on another server. Null: none of them has it. */
  watch(workshop: string): Promise<Receiving | null>
}

type RelayOptions = {
  notices: Notices
  rooms: Pick<Rooms, 'of'>
  sharing: Pick<Sharing, 'sandboxOf'>
  sandboxes: Pick<Sandboxes, 'openAny'>
  log: Log
  /** Milliseconds between two signs of life, of who watches and of what is watched. */
  every?: number
}

/** Milliseconds within which the server that has it says something. */
const answersWithin = 3_000

export function createRelay({
  notices,
  rooms,
  sharing,
  sandboxes,
  log,
  every = 10_000,
}: RelayOptions): Relay {
  const sent = new Map<string, Promise<Sending | null>>()
  const received = new Map<string, Receiving>()
  const tell = (...words: string[]) => Promise.all(notices.tell(words.join(' ')))
  const failed = (error: unknown) => log.warn('relay.failed', { error })
  const tellSoon = (...words: string[]) => void tell(...words).catch(failed)

  const begin = async (workshop: string): Promise<Sending | null> => {
    const room = await rooms.of(workshop)
    const { shared } = room.state
    if (shared === null || !room.isHere({ person: shared })) return null
    const sandbox = await sharing.sandboxOf(workshop)
    const open = sandbox === null ? null : await sandboxes.openAny(sandbox)
    if (!open) return null
    const hold = open.hold()
    return createSending({
      terminal: await open.terminal('main'),
      ...{ room, every, log },
      tell: (...words) => tell('terminal-frames', workshop, ...words),
      onEnd() {
        sent.delete(workshop)
        hold.dispose()
      },
    })
  }
  const asked = async (workshop: string) => {
    const known = sent.get(workshop)
    const sending = known ?? begin(workshop)
    sent.set(workshop, sending)
    const there = await sending.catch(failed)
    if (!there) sent.delete(workshop)
    else there.keep()
    there?.showScreen()
  }
  const hear: Readonly<Record<string, (workshop: string, words: string[]) => unknown>> = {
    'terminal-ask': asked,
    'terminal-keep': async workshop => (await sent.get(workshop))?.keep(),
    'terminal-frames': (workshop, [session = '', number = '', part = '', data = '']) =>
      received.get(workshop)?.heard(session, number, part, data),
  }
  notices.listen(notice => {
    const [what = '', workshop = '', ...words] = notice.split(' ')
    void hear[what]?.(workshop, words)
  })
  notices.onGap(() => {
    for (const receiving of [...received.values()]) receiving.lose()
  })

  return {
    async watch(workshop) {
      const receiving =
        received.get(workshop) ??
        createReceiving({
          ask: () => tellSoon('terminal-ask', workshop),
          keep: () => tellSoon('terminal-keep', workshop),
          every,
          onEnd: () => received.get(workshop) === receiving && received.delete(workshop),
        })
      received.set(workshop, receiving)
      if (await receiving.answers(answersWithin)) return receiving
      receiving.lose()
      return null
    },
  }
}
