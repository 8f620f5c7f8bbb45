import { amount } from '../../../quantity'

/** A sum of quantities in the notation of the first one: `300m`, `192Mi`, `0`. */
export function sumQuantities(quantities: readonly string[]): string {
  const total = quantities.reduce((sum, one) => sum + amount(one), 0)
  if (total === 0) return '0'
  const suffix = /[A-Za-z]*$/.exec(quantities[0] ?? '')?.[0] ?? ''
  const scaled = total / amount(`1${suffix}`)
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
  const unit = divisor && divisor !== '0' ? amount(divisor) : 1
  return String(Math.ceil(amount(amounts?.[name.join('.')] ?? '0') / unit))
}
