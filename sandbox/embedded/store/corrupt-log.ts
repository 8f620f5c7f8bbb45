import { basename, dirname } from 'node:path'

/** Where a log or a snapshot cannot be what was written, and how much of it is whole. */
export type Damage = {
  file: string
  /** The first line that is not whole, from 1. */
  line: number
  why: string
  /** Everything up to this revision can be read. */
  revision: number
  /** Can the whole lines do without the others? Those of a log can, those of a snapshot cannot. */
  separable?: boolean
}

/**
 * The log or its snapshot is damaged in a way in which a crash could not have left it. Nothing was changed; the message
 * names the file, what is whole, and what can be done.
 */
export class CorruptLog extends Error {
  constructor({ file, line, why, revision, separable }: Damage) {
    const name = basename(file)
    const whole =
      line > 1
        ? `lines 1 to ${line - 1}, up to revision ${revision}, are whole`
        : 'no line of it can be trusted'
    const shorten =
      separable && line > 1
        ? ` give up what came later (mv ${name} ${name}.damaged; head -n ${line - 1} ${name}.damaged > ${name});`
        : ''
    super(
      `${file} is damaged at line ${line}: ${why}. Kept: the file is as it was, ${whole}. ` +
        `To go on: put back a copy of ${dirname(file)} that was made before;${shorten} or remove that directory to begin anew.`,
    )
    this.name = 'CorruptLog'
  }
}
