import { createPty, type Program, type ProgramTable } from '../process'
import { createShell, shellTools } from '../shell'
import { type CommandCompleter, createCompleter } from './completion'
import { createHelp } from './help'
import { interact } from './interact'
import { createKubectl, createKubectlCompleter } from './kubectl'
import { createLaptopPrograms, laptopProgramNames } from './laptop'
import { History } from './line-editor'
import { localPortsOf } from './local-ports'
import { createMinikube } from './minikube'
import { Notes } from './notes'
import { editorNames, PageEditor } from './page-editor'
import { runRemoteShells } from './remote-shells'
import { Screen } from './screen/screen'
import { createInteractiveShell } from './shell-program'
import type { Terminal, TerminalEvent, TerminalOptions, Viewer } from './terminal'

const size = { columns: 80, rows: 24 }
const home = '/home/learner'
const user = 'learner'
const host = 'netpol-lab'
const prompt = '\\[\\e[1;32m\\]\\u@\\h\\[\\e[0m\\]:\\[\\e[1;34m\\]\\w\\[\\e[0m\\]\\$ '

const environment: Readonly<Record<string, string>> = {
  HOME: home,
  USER: user,
  LOGNAME: user,
  SHELL: '/bin/bash',
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
  HOSTNAME: host,
  PATH: `${home}/bin:/usr/local/bin:/usr/bin:/bin`,
  EDITOR: 'vi',
}

/** Viewers whose last input number is remembered. */
const mostViewers = 100

export type CreateTerminalOptions = TerminalOptions & {
  /** Programs beside the shell's tools and kubectl; they win. */
  programs?: Readonly<Record<string, Program>>
  /** Completers of commands, by name. */
  completers?: Readonly<Record<string, CommandCompleter>>
}

/** A learner's terminal: starts its shell at once; what is typed before that is done is kept and run. */
export function createTerminal(options: CreateTerminalOptions): Terminal {
  const screen = new Screen(size)
  const viewers = new Map<Viewer, { dispose(): void }>()
  const taken = new Map<string, number>()
  const tell = (event: TerminalEvent) => {
    for (const viewer of [...viewers.keys()]) viewer.send(event)
  }
  const pty = createPty({ size, screen: bytes => screen.write(bytes) })
  pty.tty.setRaw(true, 'cooked')
  const notes = new Notes(
    note => tell({ type: 'note', note, params: {} }),
    () => screen.cursorLine,
  )
  const editor = new PageEditor((edit, path, text) => tell({ type: 'edit', edit, path, text }))
  const programs = programTable(options, notes, editor)
  let command: string | null = null

  const resize = (columns: number, rows: number) => {
    if (columns === pty.tty.size.columns && rows === pty.tty.size.rows) return
    screen.resize({ columns, rows })
    pty.resize({ columns, rows })
    tell({ type: 'size', columns, rows })
  }

  const running = (line: string | null) => {
    command = line
    if (line !== null) notes.clear()
    tell({ type: 'running', command: line })
  }
  const ended = options.shell
    ? runRemoteShells(options.shell, pty, running)
    : runShell({ options, programs, pty, running })
  // What a defect in the shell leaves behind is a line on the screen, never a server that is gone.
  ended.catch(error => {
    void screen.write(new TextEncoder().encode(`\r\nThe shell ended: ${String(error)}\r\n`))
  })

  return {
    id: options.id,
    get running() {
      return command
    },
    attach(viewer) {
      const attached = screen.attach(viewer.after, viewer.send)
      viewers.set(viewer, attached)
      viewer.send({ type: 'size', ...pty.tty.size })
      if (command !== null) viewer.send({ type: 'running', command })
      if (notes.current !== 'none') viewer.send({ type: 'note', note: notes.current, params: {} })
      for (const open of editor.open) viewer.send({ type: 'edit', ...open })
      let wanted = pty.tty.size
      return {
        input(sequence, data) {
          if (sequence > (taken.get(viewer.id) ?? 0)) {
            remember(taken, viewer.id, sequence)
            resize(wanted.columns, wanted.rows)
            pty.type(data)
          }
          viewer.send({ type: 'accepted', viewer: viewer.id, sequence: taken.get(viewer.id)! })
        },
        resize(next) {
          wanted = next
          if (viewers.size === 1 || lastTyped(taken) === viewer.id) resize(next.columns, next.rows)
        },
        edited: (edit, text) => editor.edited(edit, text),
        dispose() {
          attached.dispose()
          viewers.delete(viewer)
        },
      }
    },
    run(line) {
      // What stands on the line is not part of it: to the end of the line (Ctrl-E), and away with it (Ctrl-U).
      pty.type(`\x05\x15${line}\r`)
    },
    dispose() {
      pty.hangUp()
      for (const attached of viewers.values()) attached.dispose()
      viewers.clear()
      void ended.catch(() => {}).finally(() => screen.dispose())
    },
  }
}

/** Keeps a viewer's number, the one who typed last at the end. */
function remember(taken: Map<string, number>, viewer: string, sequence: number): void {
  taken.delete(viewer)
  taken.set(viewer, sequence)
  if (taken.size > mostViewers) taken.delete(taken.keys().next().value!)
}

function lastTyped(taken: ReadonlyMap<string, number>): string | undefined {
  return [...taken.keys()].at(-1)
}

type Programs = { find: ProgramTable; names: readonly string[] }

function programTable(options: CreateTerminalOptions, notes: Notes, editor: PageEditor): Programs {
  const table: Record<string, Program> = Object.create(null)
  const find: ProgramTable = name => table[name]
  const ports = localPortsOf(options.files)
  Object.assign(table, shellTools, createLaptopPrograms(ports))
  for (const name of editorNames) table[name] = editor.program
  table.help = createHelp({
    editors: editorNames,
    network: laptopProgramNames,
    tools: Object.keys(shellTools),
  })
  const bash = createInteractiveShell({ dialect: 'bash', programs: find, names: Object.keys(table) })
  for (const name of ['bash', 'sh']) table[name] = bash
  table.kubectl = createKubectl({ access: options.access, programs: find, ports })
  table.minikube = createMinikube({ access: options.access })
  Object.assign(table, options.programs)
  for (const name of ['kubectl', 'curl', 'wget', 'nc', 'ping', 'dig', 'nslookup'])
    if (table[name]) table[name] = notes.watch(table[name])
  return { find, names: Object.keys(table) }
}

/** Runs shells one after the other: whoever types `exit` gets a new one, for the terminal stays. */
async function runShell({
  options,
  programs,
  pty,
  running,
}: {
  options: CreateTerminalOptions
  programs: Programs
  pty: ReturnType<typeof createPty>
  running: (line: string | null) => void
}): Promise<void> {
  const { files, state } = options
  const saved = state.load()
  await prepareFiles(options)
  const history = new History(saved?.history)
  let hungUp = false
  const hangUps = pty.tty.takeSignals(signal => {
    hungUp ||= signal === 'SIGHUP'
  })
  if (saved)
    await pty.stdout.write(
      '\x1b[2mThe server was restarted: files, directory, variables and history are as they were; what ran has ended.\x1b[0m\r\n',
    )
  for (let first = true; !hungUp; first = false) {
    const restored = first ? saved : undefined
    const shell = createShell({
      dialect: 'bash',
      name: 'bash',
      programs: programs.find,
      files,
      env: { ...environment, ...restored?.env },
      cwd: home,
      stdin: pty.stdin,
      stdout: pty.stdout,
      stderr: pty.stdout,
      interactive: true,
      history: history.lines,
    })
    shell.cwd = (await isDirectory(options, restored?.cwd)) ? restored!.cwd : home
    for (const [name, text] of Object.entries(aliases)) shell.alias(name, text)
    for (const definition of Object.values(restored?.functions ?? {})) await shell.run(definition)
    if (!restored) await runStartFile(options, shell)
    await interact({
      shell,
      input: pty.stdin,
      output: pty.stdout,
      tty: pty.tty,
      history,
      prompt,
      user,
      host,
      complete: createCompleter({
        shell,
        files,
        programs: programs.names,
        commands: {
          kubectl: createKubectlCompleter({ access: options.access, files, home }),
          ...options.completers,
        },
      }),
      running(line) {
        running(line)
        if (line === null)
          state.save({
            cwd: shell.cwd,
            env: { ...shell.env },
            functions: { ...shell.functions },
            history: [...history.lines],
          })
      },
    })
  }
  hangUps.dispose()
}

/** What a machine has beside the home directory. */
const systemFiles: Readonly<Record<string, string>> = {
  '/etc/hostname': `${host}\n`,
  '/etc/hosts': `127.0.0.1\tlocalhost\n127.0.1.1\t${host}\n`,
}

async function prepareFiles({ files }: CreateTerminalOptions): Promise<void> {
  const quietly = (work: Promise<unknown>) => work.catch(() => {})
  for (const directory of [home, '/tmp', '/etc'])
    await quietly(files.makeDirectory(directory, { recursive: true }))
  for (const [path, text] of Object.entries(systemFiles))
    if (!(await files.stat(path).catch(() => undefined))) await quietly(files.write(path, text))
}

const aliases: Readonly<Record<string, string>> = {
  k: 'kubectl',
  ll: 'ls -alF',
  la: 'ls -A',
  ls: 'ls --color=auto',
  grep: 'grep --color=auto',
}

async function isDirectory({ files }: CreateTerminalOptions, path: string | undefined): Promise<boolean> {
  if (path === undefined) return false
  return (await files.stat(path).catch(() => undefined))?.kind === 'directory'
}

async function runStartFile(
  { files }: CreateTerminalOptions,
  shell: ReturnType<typeof createShell>,
): Promise<void> {
  const content = await files.read(`${home}/.bashrc`).catch(() => undefined)
  if (content) await shell.run(new TextDecoder().decode(content))
}
