/** Work goes on this long (ms) before everybody else gets a turn. */
const turn = 4

let turnBegan = 0
let next: Promise<void> | undefined
let nextSlow: Promise<void> | undefined

/**
 * To be awaited between pieces of work that could go on without ever waiting for anything (a loop in a script, `yes`):
 * gives the event loop a turn when the present one has lasted for some milliseconds. `slow` also leaves as much
 * time to others as was taken: all slow work together gets half of the thread at most, however many do it.
 */
export function pace(slow = false): Promise<void> | undefined {
  if (performance.now() - turnBegan < turn) return undefined
  if (slow) {
    nextSlow ??= new Promise(resolve => {
      setTimeout(() => {
        nextSlow = undefined
        turnBegan = performance.now()
        resolve()
      }, turn)
    })
    return nextSlow
  }
  next ??= new Promise(resolve => {
    setImmediate(() => {
      next = undefined
      turnBegan = performance.now()
      resolve()
    })
  })
  return next
}
