const first = 10_000
const longest = 300_000
/** A container that ran this long begins anew (kubelet: twice the longest back-off). */
const forgiven = 600_000

/** Delays between tries: 10 s, doubled up to 5 min. */
export interface BackOff {
  /** Milliseconds until the next try. */
  next(): number
  /** What ran for this long (ms) before it ended may be forgiven its past. */
  ran(milliseconds: number): void
}

/** `free` tries come at once: a container's first restart. */
export function createBackOff(free = 0): BackOff {
  let tries = 0
  return {
    next() {
      const paid = tries++ - free
      return paid < 0 ? 0 : Math.min(first * 2 ** paid, longest)
    },
    ran(milliseconds) {
      if (milliseconds > forgiven) tries = 0
    },
  }
}
