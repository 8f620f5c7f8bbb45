const decoder = new TextDecoder()
const lineFeed = 10
const carriageReturn = 13

/**
 * Whether text stands on the cursor's row after these bytes, when `before` says whether some stood there already.
 * Escape sequences (colours, bracketed paste) print nothing.
 */
export function beginsLine(bytes: Uint8Array, before: boolean): boolean {
  const end = Math.max(bytes.lastIndexOf(lineFeed), bytes.lastIndexOf(carriageReturn))
  const rest = decoder.decode(bytes.subarray(end + 1)).replace(/\x1b(\[[0-9;?]*[@-~]|[^[])/g, '')
  return (end < 0 && before) || /[^\x00-\x1f\x7f]/.test(rest)
}
