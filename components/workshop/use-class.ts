'use client'

import { useEffect, useState } from 'react'
import { ReconnectingSocket, socketUrl } from '@/components/live/reconnecting-socket'
import { request } from '@/components/request/request'
import type { WorkshopClientMessage, WorkshopServerMessage } from '@/protocol'
import { protocolVersion } from '@/protocol/version'
import { applyClass, initialClass } from './class-live'

/** The class of a workshop as it is now; for instructors all of it, for a participant their own part. */
export function useClass(workshop: string, { nameless = false } = {}) {
  const [live, setLive] = useState(initialClass)
  useEffect(() => {
    const socket = new ReconnectingSocket({
      url: socketUrl(`/ws/workshops/${workshop}/live`),
      onOpen: () =>
        socket.send({
          type: 'subscribe',
          version: protocolVersion,
          nameless,
        } satisfies WorkshopClientMessage),
      onMessage: data => setLive(known => applyClass(known, JSON.parse(data) as WorkshopServerMessage)),
      onState: connection => setLive(known => ({ ...known, connection })),
      stillThere: () => request('GET', '/me').then(() => true),
    })
    socket.start()
    return () => socket.dispose()
  }, [workshop, nameless])
  return live
}

/** The time now, told anew every few seconds. */
export function useNow(ahead: number, every = 1_000): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [every])
  return now + ahead
}
