/** Steps of a simple JSONPath: a field, an index, every item, or the items of which a field has a value. */
type Step =
  | { field: string }
  | { index: number }
  | { every: true }
  | { where: string[]; is: string | number | boolean }

const longest = 1_000
const step =
  /\.([A-Za-z_$][\w$-]*(?:\\\.[\w$-]+)*(?:\/[\w-]+)?)|\['([^']*)'\]|\[(-?\d+)\]|\[\*\]|\.\*|\[\?\(@((?:\.[\w-]+)+)\s*==\s*("[^"]*"|'[^']*'|-?\d+|true|false)\)\]/gy

/**
 * Reads a path as CustomResourceDefinitions write it (`.spec.ports[*].port`, `.status.conditions[?(@.type=="Ready")].status`);
 * undefined for what is none.
 */
export function parseJsonPath(path: string): ((value: unknown) => unknown[]) | undefined {
  if (!path.startsWith('.') || path.length > longest) return undefined
  const steps: Step[] = []
  step.lastIndex = 0
  while (step.lastIndex < path.length) {
    const match = step.exec(path)
    if (!match) return undefined
    const [, field, quoted, index, where, is] = match
    if (field !== undefined) steps.push({ field: field.replaceAll('\\.', '.') })
    else if (quoted !== undefined) steps.push({ field: quoted })
    else if (index !== undefined) steps.push({ index: Number(index) })
    else if (where !== undefined) steps.push({ where: where.slice(1).split('.'), is: literal(is!) })
    else steps.push({ every: true })
  }
  return value => steps.reduce<unknown[]>((values, one) => values.flatMap(inner => take(one, inner)), [value])
}

const literal = (text: string) =>
  text.startsWith("'") ? text.slice(1, -1) : (JSON.parse(text) as string | number | boolean)

const own = (value: unknown, name: string): unknown =>
  value !== null && typeof value === 'object' && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined

function take(one: Step, value: unknown): unknown[] {
  if ('field' in one) {
    const found = own(value, one.field)
    return found === undefined ? [] : [found]
  }
  const items = Array.isArray(value) ? value : undefined
  if ('index' in one) {
    const found = items?.at(one.index)
    return found === undefined ? [] : [found]
  }
  if ('every' in one) return items ?? (value && typeof value === 'object' ? Object.values(value) : [])
  return (items ?? []).filter(item => one.where.reduce<unknown>(own, item) === one.is)
}
