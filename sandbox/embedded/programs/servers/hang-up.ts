import type { Listener } from '../../network/stack'

/** Takes connections and hangs up on whoever begins to speak: a port that is open, with nobody to talk to. */
export async function hangUpAfterFirstWord(listener: Listener): Promise<void> {
  for (let peer = await listener.accept(); peer; peer = await listener.accept()) {
    const connection = peer
    connection.input.read().finally(() => connection.close())
  }
}
