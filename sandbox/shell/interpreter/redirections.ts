import {
  discard,
  emptyInput,
  FileError,
  inputOf,
  nameOf,
  type Output,
  parentOf,
  shareInput,
} from '../../process'
import { dialects } from '../dialect'
import { expandText } from '../expansion/word'
import type { Context } from '../state/context'
import { ShellError } from '../state/control-flow'
import { Descriptor, type Descriptors } from '../state/descriptors'
import { endlessInput } from '../state/endless'
import type { RedirectionNode, WordNode } from '../syntax'

/** Runs work with the redirections in force; an error of theirs is reported and is the command's status 1. */
export async function withRedirections(
  context: Context,
  redirections: readonly RedirectionNode[],
  work: () => Promise<number>,
): Promise<number> {
  if (redirections.length === 0) return work()
  const before = context.descriptors
  context.descriptors = before.duplicate()
  try {
    for (const redirection of redirections) await redirect(context, context.descriptors, redirection)
  } catch (error) {
    context.descriptors.closeAll()
    context.descriptors = before
    if (error instanceof ShellError && !error.fatal) {
      await context.report(error.message)
      return context.session.dialect === 'dash' ? 2 : error.status
    }
    throw error
  }
  const during = context.descriptors
  try {
    return await work()
  } finally {
    during.closeAll()
    context.descriptors = before
  }
}

/** Makes redirections last (`exec > file`). Throws `ShellError`. */
export async function redirectForGood(
  context: Context,
  redirections: readonly RedirectionNode[],
): Promise<void> {
  for (const redirection of redirections) await redirect(context, context.descriptors, redirection)
}

async function redirect(
  context: Context,
  descriptors: Descriptors,
  { operator, target, fd, fdVariable }: RedirectionNode,
): Promise<void> {
  const number = (standard: number) => {
    if (!fdVariable) return fd ?? standard
    const free = descriptors.free(10)
    context.variables.set(fdVariable, String(free))
    return free
  }
  if (target.type === 'HereDoc') {
    const text = await expandText(context, target.stripTabs ? withoutTabs(target.content) : target.content)
    descriptors.set(number(0), reading(text))
    return
  }
  switch (operator) {
    case '<<<':
      descriptors.set(number(0), reading(`${await expandText(context, target)}\n`))
      return
    case '<':
      descriptors.set(number(0), await openForReading(context, await path(context, target)))
      return
    case '<>':
      descriptors.set(number(0), await openForReading(context, await path(context, target)))
      return
    case '>':
    case '>|':
      descriptors.set(
        number(1),
        await openForWriting(context, await path(context, target), {
          keep: operator === '>' && context.options.has('noclobber'),
        }),
      )
      return
    case '>>':
      descriptors.set(number(1), await openForWriting(context, await path(context, target), { append: true }))
      return
    case '&>':
    case '&>>': {
      const file = await openForWriting(context, await path(context, target), { append: operator === '&>>' })
      descriptors.set(1, file)
      descriptors.set(2, file.retain())
      return
    }
    case '<&':
    case '>&':
      await duplicate(context, descriptors, operator, target, fd)
  }
}

async function duplicate(
  context: Context,
  descriptors: Descriptors,
  operator: '<&' | '>&',
  target: WordNode,
  fd: number | null,
): Promise<void> {
  const standard = operator === '>&' ? 1 : 0
  const text = await expandText(context, target)
  if (text === '-') return descriptors.close(fd ?? standard)
  const move = /^(\d+)(-?)$/.exec(text)
  if (!move) {
    if (operator === '<&' || fd !== null) throw new ShellError(`${text}: ambiguous redirect`)
    const file = await openForWriting(context, text, {})
    descriptors.set(1, file)
    descriptors.set(2, file.retain())
    return
  }
  const source = descriptors.get(Number(move[1]))
  if (!source) throw new ShellError(`${move[1]}: Bad file descriptor`)
  descriptors.set(fd ?? standard, source.retain())
  if (move[2]) descriptors.close(Number(move[1]))
}

/** A here-document of `<<-`: without the tabs that its lines begin with. */
function withoutTabs(word: WordNode): WordNode {
  let lineBegins = true
  return {
    type: 'Word',
    parts: word.parts.map(part => {
      if (part.type !== 'Literal' && part.type !== 'SingleQuoted') {
        lineBegins = false
        return part
      }
      const value = part.value.replace(lineBegins ? /(^|\n)\t+/g : /(\n)\t+/g, '$1')
      lineBegins = part.value.endsWith('\n')
      return { ...part, value }
    }),
  }
}

async function path(context: Context, target: WordNode): Promise<string> {
  return expandText(context, target)
}

function reading(content: string | Uint8Array): Descriptor {
  return new Descriptor({ input: shareInput(inputOf(content)) })
}

async function openForReading(context: Context, typed: string): Promise<Descriptor> {
  const device = await openDevice(context, typed)
  if (device) return device
  try {
    return reading(await context.session.files.read(context.path(typed)))
  } catch (error) {
    throw failed(error, typed, dialects[context.session.dialect].cannotOpen)
  }
}

async function openForWriting(
  context: Context,
  typed: string,
  { append, keep }: { append?: boolean; keep?: boolean },
): Promise<Descriptor> {
  const device = await openDevice(context, typed)
  if (device) return device
  const { files, dialect } = context.session
  const at = context.path(typed)
  try {
    if (typed === '') throw new FileError('ENOENT', typed)
    if (keep && (await files.stat(at).catch(() => undefined))?.kind === 'file')
      throw new ShellError(`${typed}: cannot overwrite existing file`)
    await files.write(at, '', append ? { append: true } : {})
  } catch (error) {
    throw failed(error, typed, dialects[dialect].cannotCreate)
  }
  return new Descriptor({ output: { write: chunk => files.write(at, chunk, { append: true }) } })
}

function failed(error: unknown, typed: string, say: (path: string, reason: string) => string): unknown {
  return error instanceof FileError ? new ShellError(say(typed, error.message)) : error
}

const standardStreams: Readonly<Record<string, number>> = { stdin: 0, stdout: 1, stderr: 2 }

/** What `/dev/...` opens, or nothing when it is no device. */
async function openDevice(context: Context, typed: string): Promise<Descriptor | undefined> {
  const at = context.path(typed)
  if (!at.startsWith('/dev/')) return undefined
  const name = nameOf(at)
  const directory = parentOf(at)
  if (directory === '/dev') {
    if (name === 'null') return new Descriptor({ input: shareInput(emptyInput), output: discard })
    const endless = endlessInput(at)
    if (endless) return new Descriptor({ input: shareInput(endless), output: discard })
    if (name === 'full') return new Descriptor({ output: full })
    if (name === 'tty') return openTerminal(context)
    const stream = standardStreams[name]
    if (stream !== undefined) return open(context, stream)
  }
  if (directory === '/dev/fd' && /^\d+$/.test(name)) return open(context, Number(name))
  const socket = /^\/dev\/tcp\/([^/]+)\/([^/]+)$/.exec(at)
  if (socket && context.session.connect) return openSocket(context, socket[1]!, socket[2]!)
  return undefined
}

function open(context: Context, fd: number): Descriptor {
  const descriptor = context.descriptors.get(fd)
  if (!descriptor) throw new ShellError(`/dev/fd/${fd}: No such file or directory`)
  return descriptor.retain()
}

function openTerminal(context: Context): Descriptor {
  for (const fd of [0, 1, 2]) {
    const descriptor = context.descriptors.get(fd)
    if (descriptor?.ends.input?.tty || descriptor?.ends.output?.tty) return descriptor.retain()
  }
  throw new ShellError('/dev/tty: No such device or address')
}

async function openSocket(context: Context, host: string, port: string): Promise<Descriptor> {
  const connecting = context.session.connect!(host, port)
  try {
    const { input, output } = await context.process.run(
      controller =>
        new Promise<Awaited<typeof connecting>>((resolve, reject) => {
          controller.signal.addEventListener('abort', () => reject(new Error('Interrupted system call')))
          connecting.then(resolve, reject)
        }),
    )
    return new Descriptor({ input: shareInput(input), output }, () => input.close())
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    await context.report(`connect: ${reason}`)
    throw new ShellError(`/dev/tcp/${host}/${port}: ${reason}`)
  }
}

const full: Output = {
  async write() {
    throw new FileError('ENOSPC', '/dev/full')
  },
}
