/** A deep copy of a JSON value: several times as fast as `structuredClone`, which also knows what JSON has not. */
export function copyJson<T>(value: T): T {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(copyJson) as T
  // Times that a controller has put there are written as text later on.
  if (value instanceof Date) return new Date(value) as T
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    const inner = copyJson((value as Record<string, unknown>)[key])
    if (key === '__proto__') define(copy, key, inner)
    else copy[key] = inner
  }
  return copy as T
}

/** A key like any other, whatever it means to JavaScript. */
const define = (object: object, key: string, value: unknown) =>
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
