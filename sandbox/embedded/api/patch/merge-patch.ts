type Json = Record<string, unknown>

const isMap = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** A JSON merge patch (RFC 7386). */
export function mergePatch(original: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch
  const result: Json = isMap(original) ? { ...original } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (key === '__proto__') continue
    if (value === null) delete result[key]
    else result[key] = mergePatch(result[key], value)
  }
  return result
}
