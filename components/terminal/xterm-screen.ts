import { FitAddon } from '@xterm/addon-fit'
import { Terminal } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import { narrowScreen } from '@/components/ui/narrow-screen'
import { keyAction } from './keyboard'
import { isManifest } from './paste/pasted-manifest'
import type { TerminalSession } from './terminal-session'
import { terminalTheme } from './theme'

export type XtermScreen = {
  focus: () => void
  /** Replaces what stands at the prompt by a command; `run` presses Enter. */
  type: (command: string, run: boolean) => void
  setScreenReader: (on: boolean) => void
  /** Whether keys are taken. */
  setReadOnly: (on: boolean) => void
  dispose: () => void
}

export type XtermOptions = {
  session: TerminalSession
  screenReader: boolean
  label: string
  /** A manifest was pasted at an empty prompt; it is not typed. */
  onManifest: (text: string) => void
  /** The reader wants out of the terminal by keyboard. */
  onLeave: () => void
}

/** Ctrl-E, Ctrl-U: to the end of the line, and away with it. */
const clearLine = '\x05\x15'
const pasteBegin = '\x1b[200~'
const pasteEnd = '\x1b[201~'

const isMac = () => /Mac|iPhone|iPad/.test(navigator.platform)

/** Whether the cursor stands behind a prompt with nothing typed: not in a program, not in a heredoc. */
function atEmptyPrompt(terminal: Terminal): boolean {
  const buffer = terminal.buffer.active
  const line = buffer.getLine(buffer.baseY + buffer.cursorY)?.translateToString(false, 0, buffer.cursorX)
  return /[$#]\s$/.test(line ?? '')
}

/** Opens xterm.js in an element and connects it with a session. Loaded lazily: it is the page's largest script. */
export function openXtermScreen(element: HTMLElement, options: XtermOptions): XtermScreen {
  const { session } = options
  const terminal = new Terminal({
    theme: terminalTheme,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
    fontSize: window.matchMedia(narrowScreen).matches ? 12 : 13,
    lineHeight: 1.3,
    cursorBlink: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    scrollback: 5_000,
    minimumContrastRatio: 4.5,
    screenReaderMode: options.screenReader,
    macOptionIsMeta: true,
    allowProposedApi: false,
    // What a learner prints may be no valid escape sequence; that is nobody's error.
    logLevel: 'off',
  })
  const fit = new FitAddon()
  terminal.loadAddon(fit)
  terminal.open(element)
  terminal.textarea?.setAttribute('aria-label', options.label)
  fit.fit()

  let afterEscape = false
  terminal.attachCustomKeyEventHandler(event => {
    if (event.type !== 'keydown') return true
    const action = keyAction(event, {
      mac: isMac(),
      selection: terminal.hasSelection(),
      afterEscape,
    })
    if (!['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) afterEscape = event.key === 'Escape'
    if (action === 'copy') {
      event.preventDefault()
      if (terminal.hasSelection()) void navigator.clipboard?.writeText(terminal.getSelection())
      terminal.clearSelection()
    }
    if (action === 'leave') {
      event.preventDefault()
      options.onLeave()
    }
    return action === 'type'
  })

  const pasted = (event: ClipboardEvent) => {
    const data = event.clipboardData?.getData('text/plain') ?? ''
    if (!isManifest(data) || session.snapshot().running !== null || !atEmptyPrompt(terminal)) return
    event.preventDefault()
    event.stopPropagation()
    options.onManifest(data)
  }
  element.addEventListener('paste', pasted, { capture: true })

  const typing = terminal.onData(data => session.input(data))
  // The server decides the size (who typed last has it) and says so; until it does, the pane's own size is right.
  const observer = new ResizeObserver(() => {
    const wanted = element.offsetParent === null ? undefined : fit.proposeDimensions()
    if (!wanted) return
    if (session.snapshot().connection !== 'open') fit.fit()
    session.resize(wanted.cols, wanted.rows)
  })
  observer.observe(element)

  const stop = session.start(
    { columns: terminal.cols, rows: terminal.rows },
    {
      write: (data, whole) => {
        if (whole) terminal.reset()
        terminal.write(data)
      },
      resize: (columns, rows) => terminal.resize(columns, rows),
    },
  )

  return {
    focus: () => {
      // A pane that is just being shown cannot take the focus before it is painted.
      if (element.offsetParent === null) requestAnimationFrame(() => terminal.focus())
      else terminal.focus()
    },
    type: (command, run) => {
      const lines = command.replace(/\r\n?/g, '\n')
      const whole = lines.includes('\n') && terminal.modes.bracketedPasteMode
      const typed = whole ? `${pasteBegin}${lines}${pasteEnd}` : lines.replaceAll('\n', '\r')
      session.input(`${clearLine}${typed}${run ? '\r' : ''}`)
      terminal.scrollToBottom()
    },
    setReadOnly: on => {
      terminal.options.disableStdin = on
    },
    setScreenReader: on => {
      terminal.options.screenReaderMode = on
    },
    dispose: () => {
      observer.disconnect()
      element.removeEventListener('paste', pasted, { capture: true })
      typing.dispose()
      stop()
      terminal.dispose()
    },
  }
}
