/** What Go's base64 decoder says to a text that is not standard base64 with padding; undefined if it is. */
export function base64Error(text: string): string | undefined {
  const clean = text.replace(/[\r\n]/g, '')
  const bad = /[^A-Za-z0-9+/]/.exec(clean.replace(/={1,2}$/, ''))
  if (bad) return `illegal base64 data at input byte ${bad.index}`
  return clean.length % 4 === 0
    ? undefined
    : `illegal base64 data at input byte ${clean.length - (clean.length % 4)}`
}
