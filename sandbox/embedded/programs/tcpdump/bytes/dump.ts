const row = 16

/** Rows of sixteen bytes, two by two (`-x`); with `-X` beside them what can be read. */
export function hexDump(bytes: Uint8Array, readable: boolean): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += row) {
    const part = bytes.subarray(at, at + row)
    let hex = ''
    for (let byte = 0; byte < part.length; byte++)
      hex += `${byte % 2 === 0 ? ' ' : ''}${part[byte]!.toString(16).padStart(2, '0')}`
    const shown = readable ? `${hex.padEnd(40)}  ${Array.from(part, printable).join('')}` : hex
    text += `\t0x${at.toString(16).padStart(4, '0')}: ${shown}\n`
  }
  return text
}

const isGraphic = (byte: number) => byte > 32 && byte < 127
const printable = (byte: number) => (isGraphic(byte) ? String.fromCharCode(byte) : '.')

const [tab, newline, carriageReturn, space] = [9, 10, 13, 32]

/** As text (`-A`): line ends stay, what cannot be read is a dot. */
export function asciiDump(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (byte === carriageReturn && bytes[at + 1] === newline) continue
    const stays = isGraphic(byte) || byte === tab || byte === space || byte === newline
    text += stays ? String.fromCharCode(byte) : '.'
  }
  return `${text}\n`
}
