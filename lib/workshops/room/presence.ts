import type { Disposable } from '@/sandbox/process'

/**
 * Who has pages of a workshop open, on all servers that share its database. It is told, not kept: a server says anew
 * every few seconds who is on it, and what one that is gone had said is forgotten.
 */
export interface Presence {
  /** A page of somebody is connected to this server. */
  enter(who: string): Disposable
  /** Whoever is on any server. */
  readonly online: readonly string[]
  /** Those who are on this one. */
  readonly here: readonly string[]
  /** Whether somebody is on another server and not on this one. */
  isElsewhere(who: string): boolean
  /** Another server says who is on it. */
  heard(server: string, who: readonly string[]): void
  /** Forgets what was heard too long ago. */
  expire(): void
}

/** Milliseconds after which a server says again who is on it. */
export const sayAgain = 15_000
/** Milliseconds for which it is believed. */
export const believed = 3 * sayAgain

type PresenceOptions = {
  /** Somebody came or left, here (`local`) or elsewhere. */
  onChange: (change: { local: boolean }) => void
  now?: () => number
}

export function createPresence({ onChange, now = Date.now }: PresenceOptions): Presence {
  /** How many pages of each are connected here. */
  const pages = new Map<string, number>()
  const others = new Map<string, { who: ReadonlySet<string>; at: number }>()
  const online = () => [...new Set([...pages.keys(), ...[...others.values()].flatMap(({ who }) => [...who])])]

  const leave = (who: string) => {
    const left = (pages.get(who) ?? 1) - 1
    if (left > 0) pages.set(who, left)
    else if (pages.delete(who)) onChange({ local: true })
  }
  return {
    enter(who) {
      pages.set(who, (pages.get(who) ?? 0) + 1)
      if (pages.get(who) === 1) onChange({ local: true })
      let inside = true
      return {
        dispose() {
          if (inside) leave(who)
          inside = false
        },
      }
    },
    get online() {
      return online()
    },
    get here() {
      return [...pages.keys()]
    },
    isElsewhere: who => !pages.has(who) && online().includes(who),
    heard(server, who) {
      const before = online().length
      const known = others.get(server)?.who
      if (who.length > 0) others.set(server, { who: new Set(who), at: now() })
      else others.delete(server)
      const isNew = who.some(one => !known?.has(one)) || online().length !== before
      if (isNew) onChange({ local: false })
    },
    expire() {
      const before = others.size
      for (const [server, { at }] of others) if (now() - at > believed) others.delete(server)
      if (others.size < before) onChange({ local: false })
    },
  }
}
