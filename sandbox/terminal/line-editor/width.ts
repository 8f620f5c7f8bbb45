/** Ranges of characters that take two columns (East Asian Wide and Fullwidth, emoji). */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x23e9, 0x23ec],
  [0x2614, 0x2615],
  [0x2648, 0x2653],
  [0x26a1, 0x26a1],
  [0x2705, 0x2705],
  [0x274c, 0x274c],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
]

const joining = /^[\p{Mn}\p{Me}\p{Cf}]$/u

/** Columns that a character (one code point) takes on a terminal. */
export function widthOf(character: string): number {
  const code = character.codePointAt(0)!
  if (code < 0x300) return 1
  if (joining.test(character)) return 0
  return wide.some(([first, last]) => code >= first && code <= last) ? 2 : 1
}

/** Columns of a text without control characters, escape sequences aside. */
export function textWidth(text: string): number {
  let columns = 0
  for (const character of text.replace(/\x1b\[[0-9;]*m/g, '')) columns += widthOf(character)
  return columns
}
