import type { Input, Output, Program } from '../process'

/** Milliseconds without a word after which a connection counts as silent. */
const silence = 3000

/** Programs of a pod that try a connection; what else one runs there may be silent for good reasons. */
const connecting = new Set([
  'wget',
  'curl',
  'nc',
  'ncat',
  'netcat',
  'nslookup',
  'dig',
  'host',
  'ping',
  'telnet',
  'getent',
])

const carriageReturn = 13
/** Characters in which the end of a prompt is looked for, escape sequences and all. */
const longestPrompt = 100
/** busybox's `/ # `, bash's `root@web:/# ` or `$ `: the shell in the pod waits again. */
const promptInPod = /[#$] (?:\x1b\[[0-9;?]*[A-Za-z])*$/

export type Note = 'silent' | 'no-resources' | 'none'

/** Says what is worth a word beside the terminal, from what programs do and print. */
export class Notes {
  #current: Note = 'none'

  /** @param cursorLine the line of the screen that the cursor is on: what a shell in a pod is about to be asked */
  constructor(
    private readonly tell: (note: Note) => void,
    private readonly cursorLine: () => string,
  ) {}

  /** What is to be seen now, for a viewer who comes later. */
  get current(): Note {
    return this.#current
  }

  clear(): void {
    this.#say('none')
  }

  /** The program, watched: a connection that says nothing for 3 s, and `No resources found` in the wrong namespace. */
  watch(program: Program): Program {
    return async process => {
      let timer: NodeJS.Timeout | undefined
      let tail = ''
      const { cursorLine } = this
      const hush = () => {
        clearTimeout(timer)
        timer = undefined
        if (this.#current === 'silent') this.#say('none')
      }
      const wait = () => {
        hush()
        timer = setTimeout(() => this.#say('silent'), silence)
      }
      const heard = (output: Output): Output => ({
        ...(output.tty && { tty: output.tty }),
        write(chunk) {
          tail = `${tail}${textOf(chunk)}`.slice(-longestPrompt)
          if (timer && promptInPod.test(tail)) hush()
          else if (timer) wait()
          return output.write(chunk)
        },
      })
      const typed = (input: Input): Input => ({
        ...(input.tty && { tty: input.tty }),
        close: () => input.close(),
        async read() {
          const chunk = await input.read()
          if (
            chunk?.some(byte => byte === carriageReturn) &&
            triesConnection(`${cursorLine()}${textOf(chunk)}`)
          )
            wait()
          return chunk
        },
      })
      const stderr = heard(process.stderr)
      if (isConnection(process.argv)) wait()
      try {
        return await program({
          ...process,
          stdin: isInteractive(process.argv) ? typed(process.stdin) : process.stdin,
          stdout: heard(process.stdout),
          stderr: {
            ...stderr,
            write: chunk => {
              if (textOf(chunk).includes('No resources found in default namespace.'))
                this.#say('no-resources')
              return stderr.write(chunk)
            },
          },
        })
      } finally {
        hush()
      }
    }
  }

  #say(note: Note): void {
    if (note === this.#current) return
    this.#current = note
    this.tell(note)
  }
}

/** Whether a command line tries one connection: `curl …`, `kubectl exec … -- wget …`, `kubectl run … -- nc …`. */
export function isConnection(argv: readonly string[]): boolean {
  const name = argv[0]?.replace(/^.*\//, '') ?? ''
  if (connecting.has(name)) return true
  if (name !== 'kubectl') return false
  const verb = argv.slice(1).find(word => !word.startsWith('-'))
  const separator = argv.indexOf('--')
  if (separator < 0 || !['exec', 'run', 'debug'].includes(verb ?? '')) return false
  const [first = '', ...rest] = argv.slice(separator + 1)
  if (connecting.has(first.replace(/^.*\//, ''))) return true
  // `timeout 5 wget …`, `sh -c 'wget …; …'`
  if (first === 'timeout') return rest.some(word => connecting.has(word))
  return (
    ['sh', 'bash'].includes(first) &&
    rest.some(word => /\s/.test(word) && word.split(/[\s;&|()]+/).some(part => connecting.has(part)))
  )
}

/** `kubectl exec -it … sh`, `kubectl attach -it …`: what is typed goes to a program in a pod. */
const isInteractive = (argv: readonly string[]) =>
  argv[0] === 'kubectl' && ['exec', 'run', 'debug', 'attach'].some(verb => argv.includes(verb))

/** Whether the line on the screen, prompt and all, asks a shell for a connection. */
const triesConnection = (line: string) => line.split(/[\s;&|()]+/).some(word => connecting.has(word))

function textOf(chunk: Uint8Array | string): string {
  return typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk)
}
