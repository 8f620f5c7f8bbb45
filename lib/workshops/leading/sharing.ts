import type { Learning } from '@/lib/learning/learning'
import { Refusal } from '@/lib/refusal'
import type { Sandboxes } from '@/lib/sandboxes/sandboxes'
import type { Person } from '@/protocol'
import type { Rooms } from '../room/rooms'
import type { Workshops } from '../workshops'

/** The terminal of an instructor that everybody in a workshop sees: that of their own cluster for its course. */
export interface Sharing {
  /** Begins; answers the sandbox whose terminal it is. At a lesson of the workshop, if nothing was open there. */
  begin(instructor: Person, workshop: string): Promise<string>
  end(workshop: string): Promise<void>
  /** The sandbox whose terminal is shared; null: none. */
  sandboxOf(workshop: string): Promise<string | null>
}

type SharingOptions = {
  rooms: Rooms
  workshops: Pick<Workshops, 'find' | 'standing'>
  sandboxes: Pick<Sandboxes, 'assign' | 'open'>
  learning: Pick<Learning, 'openLesson'>
}

export function createSharing({ rooms, workshops, sandboxes, learning }: SharingOptions): Sharing {
  const found = async (workshop: string) => {
    const known = await workshops.find(workshop)
    if (!known) throw new Refusal('not-found', 'There is no such workshop.')
    return known
  }
  return {
    async begin(instructor, workshop) {
      const { course, lessons } = await found(workshop)
      const { pace, shared } = (await rooms.of(workshop)).state
      const sandbox = await sandboxes.assign(instructor.id, course)
      const isNew = (await sandboxes.open(instructor.id, sandbox))?.feed.state.lesson === null
      const lesson = pace.lesson ?? lessons[0]
      if (isNew && lesson) await learning.openLesson(instructor, sandbox, { lesson, replace: false })
      if (shared !== instructor.id)
        await rooms.add(workshop, { type: 'shared', seat: null, by: instructor.id })
      return sandbox
    },
    end: workshop => rooms.add(workshop, { type: 'shared', seat: null, by: null }),
    async sandboxOf(workshop) {
      const { shared } = (await rooms.of(workshop)).state
      if (shared === null) return null
      const standing = await workshops.standing({ id: shared }, workshop)
      // Who no longer gives the workshop shows nothing there any more.
      if (!standing?.instructor) return null
      return sandboxes.assign(shared, (await found(workshop)).course)
    },
  }
}
