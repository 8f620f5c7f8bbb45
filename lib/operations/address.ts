/** Whether a request's address can be read: `%E0%A4%A` is no UTF-8, and whoever decodes it would fail. */
export function isReadable(url: string): boolean {
  try {
    decodeURIComponent(url)
    return true
  } catch {
    return false
  }
}
