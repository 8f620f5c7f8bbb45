/** What a key does beside being typed. `type` sends it to the shell, `browser` leaves it to the browser. */
export type KeyAction = 'type' | 'browser' | 'copy' | 'leave'

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>

export type KeyContext = {
  mac: boolean
  selection: boolean
  /** The last key was Escape: Tab then moves the focus instead of completing. */
  afterEscape: boolean
}

/**
 * Copy and paste as on the reader's own system. Mac: Cmd-C and Cmd-V are the browser's. Elsewhere: Ctrl-Shift-C and
 * Ctrl-Shift-V as in a terminal; Ctrl-C copies while something is selected (and else interrupts), Ctrl-V pastes.
 * Ctrl-Shift-E, or Escape and then Tab, leave the terminal.
 */
export function keyAction(press: KeyPress, context: KeyContext): KeyAction {
  const { key, ctrlKey, shiftKey, altKey, metaKey } = press
  const letter = key.toLowerCase()
  if (ctrlKey && shiftKey && letter === 'e') return 'leave'
  if (key === 'Tab' && context.afterEscape && !ctrlKey && !altKey && !metaKey) return 'browser'
  if (context.mac) return metaKey ? 'browser' : 'type'
  if (!ctrlKey || altKey || metaKey) return 'type'
  if (letter === 'c') return shiftKey || context.selection ? 'copy' : 'type'
  if (letter === 'v') return 'browser'
  return 'type'
}
