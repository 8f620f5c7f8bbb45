import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { isOwnOrigin } from '@/lib/api/same-origin'
import type { Log } from '@/lib/operations/log'
import type { People } from '@/lib/people/people'
import type { ApiTokens } from '@/lib/people/tokens/api-tokens'
import { Refusal } from '@/lib/refusal'
import type { OpenSandbox } from '@/lib/sandboxes/open-sandbox'
import type { Sandboxes } from '@/lib/sandboxes/sandboxes'
import { terminalName } from '@/lib/sandboxes/terminals'
import { elsewhere, nameOf } from '@/lib/workshops/leading/helping'
import type { Sharing } from '@/lib/workshops/leading/sharing'
import type { Relay } from '@/lib/workshops/relay/relay'
import type { Rooms } from '@/lib/workshops/room/rooms'
import type { Seats } from '@/lib/workshops/roster/seats'
import type { Workshops } from '@/lib/workshops/workshops'
import type { Person } from '@/protocol'
import { closeCode } from './connection'
import { serveLive } from './live'
import { refuseUpgrade } from './refuse-upgrade'
import { createSharedTerminals } from './shared-terminals'
import { refuseTerminal, serveTerminal } from './terminal'
import { serveWorkshop } from './workshop'

export type GatewayOptions = {
  people: People
  apiTokens: Pick<ApiTokens, 'bearer'>
  sandboxes: Sandboxes
  rooms: Rooms
  seats: Seats
  sharing: Sharing
  relay: Relay
  workshops: Workshops
  publicUrl: string | undefined
  log: Log
}

/** A file from the page's editor, escaped as JSON, is the largest message there is. */
const mostBytes = 5_000_000

/** Viewers of one sandbox at once: a dozen tabs with all their terminals. */
const mostViewers = 64

const workshopAddress =
  /^\/ws\/workshops\/([A-Za-z0-9_-]{1,64})\/(?:live|(shared)|seats\/([A-Za-z0-9_-]{1,64})\/(?:live|terminals\/([^/?]+)))(?:\?.*)?$/
const address = /^\/ws\/sandboxes\/([A-Za-z0-9_-]{1,64})\/(?:(live)|terminals\/([^/?]+))(?:\?.*)?$/

const sharedElsewhere =
  'Your instructor’s terminal is on another server of this installation, and cannot be shown from here.'

/** The WebSockets of the pages: it checks who connects, then only carries messages. */
export interface Gateway {
  /** Answers an upgrade to `/ws/...`. Never throws. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): void
}

export function createGateway(options: GatewayOptions): Gateway {
  const { people, apiTokens, sandboxes, rooms, seats, sharing, relay, workshops, publicUrl, log } = options
  const sharedTerminals = createSharedTerminals()
  const server = new WebSocketServer({ noServer: true, maxPayload: mostBytes, perMessageDeflate: false })

  /** Who connects, or the status to refuse with. */
  const personOf = async ({ headers }: IncomingMessage): Promise<Person | number> => {
    const { authorization, origin, host, cookie } = headers
    // No page can send that: it is a program.
    if (authorization !== undefined) return (await apiTokens.bearer(authorization)) ?? 401
    // A page always says where it comes from; what says nothing is no page.
    if (origin === undefined || !isOwnOrigin(origin, host, publicUrl)) return 403
    return (await people.of(cookie)) ?? 401
  }

  /** The sandbox that may be connected to, or the status to refuse with. */
  const admit = async (request: IncomingMessage, id: string): Promise<OpenSandbox | number> => {
    const person = await personOf(request)
    if (typeof person === 'number') return person
    const open = await sandboxes.open(person.id, id)
    if (!open) return 404
    return open.held < mostViewers ? open : 429
  }

  const connectToWorkshop = async (request: IncomingMessage, socket: Duplex, head: Buffer, id: string) => {
    const person = await personOf(request)
    if (typeof person === 'number') return refuseUpgrade(socket, person)
    const standing = await workshops.standing(person, id)
    if (!standing) return refuseUpgrade(socket, 404)
    const room = await rooms.of(id)
    server.handleUpgrade(request, socket, head, accepted =>
      serveWorkshop(accepted, room, { ...standing, person: person.id }),
    )
  }

  /** Everybody of a workshop watches the terminal that is shared there. */
  const connectToShared = async (
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    workshop: string,
  ) => {
    const person = await personOf(request)
    if (typeof person === 'number') return refuseUpgrade(socket, person)
    const standing = await workshops.standing(person, workshop)
    const sandbox = standing && (await sharing.sandboxOf(workshop))
    if (!sandbox) return refuseUpgrade(socket, 404)
    const room = await rooms.of(workshop)
    if (room.isElsewhere({ person: room.state.shared ?? '' })) {
      const far = await relay.watch(workshop)
      return server.handleUpgrade(request, socket, head, accepted =>
        far ? sharedTerminals.watch(accepted, room, far) : refuseTerminal(accepted, sharedElsewhere),
      )
    }
    const open = await sandboxes.openAny(sandbox)
    if (!open) return refuseUpgrade(socket, 404)
    server.handleUpgrade(request, socket, head, accepted => sharedTerminals.watch(accepted, room, open))
  }

  /** An instructor looks at a seat, or at a terminal of it, where they type while its participant lets them. */
  const connectToSeat = async (
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    { workshop, seat, shell }: { workshop: string; seat: string; shell: string | undefined },
  ) => {
    const person = await personOf(request)
    if (typeof person === 'number') return refuseUpgrade(socket, person)
    const standing = await workshops.standing(person, workshop)
    if (!standing) return refuseUpgrade(socket, 404)
    if (!standing.instructor) return refuseUpgrade(socket, 403)
    const isAddress = shell === undefined || terminalName.test(shell)
    const sandbox = isAddress && (await seats.takenSandbox(workshop, seat))
    const room = await rooms.of(workshop)
    if (sandbox && room.isElsewhere({ seat })) {
      if (shell === undefined) return refuseUpgrade(socket, 421)
      const { message } = elsewhere()
      return server.handleUpgrade(request, socket, head, accepted => refuseTerminal(accepted, message))
    }
    const open = sandbox && (await sandboxes.openAny(sandbox))
    if (!open) return refuseUpgrade(socket, 404)
    if (open.held >= mostViewers) return refuseUpgrade(socket, 429)
    const by = nameOf(person)
    const mayType = () => {
      const assist = room.assistOf(seat)
      return assist?.by === by && assist.granted
    }
    server.handleUpgrade(request, socket, head, accepted => {
      const watching = room.watch(seat, by)
      accepted.once('close', () => watching.dispose())
      if (shell === undefined) serveLive(accepted, open)
      else serveTerminal(accepted, open, shell, mayType)
    })
  }

  const connect = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const [, workshop, shared, seat, shell] = workshopAddress.exec(request.url ?? '') ?? []
    if (workshop !== undefined && seat !== undefined)
      return connectToSeat(request, socket, head, { workshop, seat, shell })
    if (workshop !== undefined && shared !== undefined)
      return connectToShared(request, socket, head, workshop)
    if (workshop !== undefined) return connectToWorkshop(request, socket, head, workshop)
    const [, id, live, name] = address.exec(request.url ?? '') ?? []
    if (id === undefined || (name !== undefined && !terminalName.test(name)))
      return refuseUpgrade(socket, 404)
    const admitted = await admit(request, id)
    if (typeof admitted === 'number') return refuseUpgrade(socket, admitted)
    server.handleUpgrade(request, socket, head, accepted => {
      if (live !== undefined) serveLive(accepted, admitted)
      else serveTerminal(accepted, admitted, name ?? '')
    })
  }

  return {
    upgrade(request, socket, head) {
      // The connection may break while it is decided.
      socket.on('error', () => {})
      connect(request, socket, head).catch(error => {
        if (!(error instanceof Refusal)) log.error('gateway.connect-failed', { error })
        refuseUpgrade(socket, error instanceof Refusal ? 503 : 500)
      })
    },
    close() {
      for (const client of server.clients) client.close(closeCode.going, 'the server is restarting')
      server.close()
    },
  }
}
