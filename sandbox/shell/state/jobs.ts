import type { Signal } from '../../process'
import type { ShellProcess } from './shell-process'

export type Job = {
  /** %1 */
  readonly number: number
  /** What $! says. */
  readonly pid: number
  readonly command: string
  readonly process: ShellProcess
  /** Settles with the exit status. */
  readonly ended: Promise<number>
  status: number | undefined
  signal: Signal | undefined
  /** The end was told ("[1]+  Done"). */
  told: boolean
}

/** Background jobs, newest last; ended ones stay until they were told or waited for. */
export class Jobs {
  readonly #jobs: Job[] = []

  add(pid: number, command: string, process: ShellProcess, ended: Promise<number>): Job {
    const number = (this.#jobs.at(-1)?.number ?? 0) + 1
    const job: Job = {
      number,
      pid,
      command,
      process,
      ended,
      status: undefined,
      signal: undefined,
      told: false,
    }
    this.#jobs.push(job)
    void ended.then(status => {
      job.status = status
    })
    return job
  }

  get all(): readonly Job[] {
    return this.#jobs
  }

  /** By `%1`, `%+`, `%-`, `%name`, or pid. */
  find(text: string): Job | undefined {
    if (!text.startsWith('%')) return this.#jobs.find(job => String(job.pid) === text)
    const name = text.slice(1)
    if (name === '' || name === '+' || name === '%') return this.#jobs.at(-1)
    if (name === '-') return this.#jobs.at(-2) ?? this.#jobs.at(-1)
    return this.#jobs.find(job => String(job.number) === name || job.command.startsWith(name))
  }

  remove(job: Job): void {
    const at = this.#jobs.indexOf(job)
    if (at >= 0) this.#jobs.splice(at, 1)
  }

  /** `+` for the newest, `-` for the one before it. */
  mark(job: Job): string {
    if (job === this.#jobs.at(-1)) return '+'
    return job === this.#jobs.at(-2) ? '-' : ' '
  }
}
