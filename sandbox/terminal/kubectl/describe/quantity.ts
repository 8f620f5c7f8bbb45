const factors: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
}

/** The number a Kubernetes quantity stands for: `100m` is 0.1, `64Mi` is 67108864. */
export function quantityValue(text: string): number {
  const [, number = '0', suffix = ''] = /^([+-]?[\d.]+)([A-Za-z]*)$/.exec(text) ?? []
  return Number(number) * (factors[suffix] ?? 1)
}

/** A sum of quantities in the notation of the first one: `300m`, `192Mi`, `0`. */
export function sumQuantities(quantities: readonly string[]): string {
  const total = quantities.reduce((sum, one) => sum + quantityValue(one), 0)
  if (total === 0) return '0'
  const suffix = /[A-Za-z]*$/.exec(quantities[0] ?? '')?.[0] ?? ''
  const scaled = total / (factors[suffix] ?? 1)
  if (Number.isInteger(Math.round(scaled * 1e6) / 1e6)) return `${Math.round(scaled)}${suffix}`
  return suffix === '' ? `${Math.round(total * 1000)}m` : String(total)
}

type Resources = { resources?: Readonly<Record<string, unknown>> }

/** What `resourceFieldRef` says of a container, in units of its divisor, rounded up (resource.ExtractContainerResourceValue). */
export function resourceFieldValue(
  { resources }: Resources,
  { resource, divisor }: { resource: string; divisor?: string },
): string {
  const [kind = '', ...name] = resource.split('.')
  const amounts = resources?.[kind] as Readonly<Record<string, string>> | undefined
  const unit = divisor && divisor !== '0' ? quantityValue(divisor) : 1
  return String(Math.ceil(quantityValue(amounts?.[name.join('.')] ?? '0') / unit))
}
