import { Refusal } from '@/lib/refusal'
import type { Disposable, FileSystem } from '@/sandbox/process'
import type { ApiAccess, Sandbox } from '@/sandbox/provider'
import type { Terminal, TerminalOptions, TerminalState } from '@/sandbox/terminal/terminal'

/** Where the state of shells is kept over a restart. */
export interface TerminalStore {
  load(sandbox: string, name: string): Promise<TerminalState | undefined>
  save(sandbox: string, name: string, state: TerminalState): Promise<void>
}

/** More terminals than anybody opens by hand, and few enough that nobody can fill the memory with them. */
export const mostTerminals = 8
export const terminalName = /^[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?$/

/** The shells of one sandbox, by name. They outlive their viewers. */
export interface Terminals extends Disposable {
  /** The terminal, made when it is asked for first. Refused with `too-many-terminals`. */
  open(name: string): Promise<Terminal>
  /** The terminal, if it was made. */
  find(name: string): Promise<Terminal> | undefined
  /** Resolves when the state of every shell is saved. */
  saved(): Promise<void>
}

export type TerminalsOptions = {
  sandbox: string
  access: ApiAccess
  files: FileSystem
  /** The sandbox's own machine, if it has one. */
  shell?: Sandbox['shell']
  store: TerminalStore
  create: (options: TerminalOptions) => Terminal
  onSaveError: (error: unknown) => void
}

export function createTerminals(options: TerminalsOptions): Terminals {
  const { sandbox, access, files, shell, store, create } = options
  const terminals = new Map<string, Promise<Terminal>>()
  const saves = new Map<string, Save>()

  const make = async (name: string): Promise<Terminal> => {
    const loaded = await store.load(sandbox, name)
    const save = createSave(state => store.save(sandbox, name, state), options.onSaveError)
    saves.set(name, save)
    return create({
      id: `${sandbox}/${name}`,
      access,
      files,
      ...(shell && { shell: (streams, signal) => shell(name, streams, signal) }),
      state: { load: () => loaded, save: save.put },
    })
  }

  return {
    async open(name) {
      let terminal = terminals.get(name)
      if (!terminal) {
        if (terminals.size >= mostTerminals)
          throw new Refusal('too-many-terminals', `A sandbox has at most ${mostTerminals} terminals.`)
        terminal = make(name)
        terminals.set(name, terminal)
        terminal.catch(() => terminals.delete(name))
      }
      return terminal
    },
    find: name => terminals.get(name),
    async saved() {
      await Promise.all([...saves.values()].map(save => save.done()))
    },
    dispose() {
      for (const terminal of terminals.values())
        terminal.then(
          made => made.dispose(),
          () => {},
        )
      terminals.clear()
    },
  }
}

type Save = { put: (state: TerminalState) => void; done: () => Promise<void> }

/** Writes states one after the other; of those that come while one is written only the last. */
function createSave(write: (state: TerminalState) => Promise<void>, onError: (error: unknown) => void): Save {
  let next: TerminalState | undefined
  let running: Promise<void> | undefined
  const run = async () => {
    while (next) {
      const state = next
      next = undefined
      await write(state).catch(onError)
    }
    running = undefined
  }
  return {
    put(state) {
      next = state
      running ??= run()
    },
    done: async () => {
      await running
    },
  }
}
