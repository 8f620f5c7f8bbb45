'use client'

import { useMemo } from 'react'
import { text } from '@/components/ui/text'
import type { CourseOutline } from '@/protocol'
import { ConnectionLost } from './dashboard/connection-lost'
import { Distribution } from './dashboard/distribution'
import { Radar } from './dashboard/radar'
import { tasksOf } from './dashboard/tasks'
import { useClass, useNow } from './use-class'

/** The class for everybody to see: how far it is, which mistakes are made; the server sends no names here. */
export function Projector({ workshop, course }: { workshop: string; course: CourseOutline }) {
  const live = useClass(workshop, { nameless: true })
  const now = useNow(live.ahead, 5_000)
  const tasks = useMemo(() => tasksOf(course), [course])
  const joined = Object.values(live.class.seats).filter(({ joinedAt }) => joinedAt !== null).length
  return (
    <>
      <ConnectionLost connection={live.connection} />
      <p className="class-size">
        {text('workshop.size', { joined, capacity: live.seats.size, online: live.online.size })}
      </p>
      <Distribution live={live} tasks={tasks} />
      <Radar live={live} now={now} />
    </>
  )
}
