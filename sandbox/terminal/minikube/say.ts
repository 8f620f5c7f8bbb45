import type { Output } from '../../process'

/** What minikube puts before its lines, on a terminal and elsewhere (pkg/minikube/style). */
const styles = {
  happy: ['😄', '*'],
  sparkle: ['✨', '*'],
  notice: ['📌', '*'],
  thumbsUp: ['👍', '*'],
  pull: ['🚜', '*'],
  create: ['🔥', '*'],
  running: ['🏃', '*'],
  restarting: ['🔄', '*'],
  internet: ['🌐', '*'],
  check: ['✅', '*'],
  runtime: ['📦', '*'],
  cni: ['🔗', '*'],
  verify: ['🔎', '*'],
  option: ['    ▪', '  -'],
  addons: ['🌟', '*'],
  ready: ['🏄', '*'],
  stopping: ['✋', '*'],
  stopped: ['🛑', '*'],
  deleting: ['🔥', '*'],
  deleted: ['💀', '*'],
  meh: ['🙄', '*'],
  shrug: ['🤷', '*'],
  pointing: ['👉', '*'],
  sad: ['😿', '*'],
  celebrate: ['🎉', '*'],
  warning: ['❗', '!'],
  failure: ['❌', 'X'],
  tip: ['💡', '*'],
} as const

export type Style = keyof typeof styles

/** Writes a line in minikube's manner. */
export function say(output: Output, style: Style, text: string): Promise<void> {
  const [emoji, plain] = styles[style]
  const gap = style === 'option' || !output.tty ? ' ' : '  '
  return output.write(`${output.tty ? emoji : plain}${gap}${text}\n`)
}

/** Ends the program: what is said on stderr, and the status (pkg/minikube/reason). */
export class MinikubeExit extends Error {
  constructor(
    readonly lines: readonly (readonly [style: Style, text: string])[],
    readonly status: number,
  ) {
    super(lines.map(([, text]) => text).join('\n'))
  }
}

/** `Exiting due to MK_USAGE: …`. */
export const exiting = (id: string, text: string, status: number) =>
  new MinikubeExit([['failure', `Exiting due to ${id}: ${text}`]], status)
