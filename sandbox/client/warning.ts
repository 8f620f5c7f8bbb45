/**
 * Texts of `Warning: 299 - "text"` headers (RFC 7234 section 5.5, as client-go reads them); other codes are dropped.
 */
export function warningTexts(headers: readonly string[]): string[] {
  const texts: string[] = []
  for (const header of headers) {
    for (const match of header.matchAll(/(\d{3}) \S+ "((?:[^"\\]|\\.)*)"/g)) {
      if (match[1] === '299' && match[2]) texts.push(match[2].replace(/\\(.)/g, '$1'))
    }
  }
  return texts
}
