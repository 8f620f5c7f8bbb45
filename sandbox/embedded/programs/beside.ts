import { BrokenPipe, type Process } from '../../process'

/** Work that goes on beside a program's main course. What breaks it is told on stderr and ends nothing else. */
export function beside(process: Process, work: Promise<unknown>): void {
  work.catch(error => {
    if (error instanceof BrokenPipe) return
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(`${process.argv[0]}: ${message}\n`).catch(() => {
      // Nobody reads any more.
    })
  })
}
