const format = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?\d+)?$/

export const quantityError =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
const decimal: readonly [suffix: string, exponent: number][] = [
  ['E', 18],
  ['P', 15],
  ['T', 12],
  ['G', 9],
  ['M', 6],
  ['k', 3],
  ['', 0],
  ['m', -3],
  ['u', -6],
  ['n', -9],
]

/** `e3`, and not the `E` of exa. */
const isExponent = (suffix: string) => /^[eE][+-]?\d/.test(suffix)

/**
 * The canonical form of a resource quantity (apimachinery, api/resource): `0.5` is `500m`, `1024Mi` is `1Gi`.
 * Undefined when the text is no quantity.
 */
export function canonicalQuantity(text: string): string | undefined {
  const match = format.exec(text)
  if (!match) return undefined
  const [, sign, digits, suffix = ''] = match as unknown as [string, string, string, string?]
  const [whole = '', fraction = ''] = digits!.split('.')
  if (whole.length + fraction.length > 30) return text
  const minus = sign === '-' ? '-' : ''
  let mantissa = BigInt(`${whole}${fraction}` || '0')
  let exponent = -fraction.length
  const power = binary.indexOf(suffix)
  if (power > 0) {
    mantissa *= 1024n ** BigInt(power)
    const scale = 10n ** BigInt(-exponent)
    if (mantissa % scale === 0n) {
      mantissa /= scale
      let best = 0
      while (best < 6 && mantissa !== 0n && mantissa % 1024n === 0n) {
        mantissa /= 1024n
        best++
      }
      return `${minus}${mantissa}${binary[best]}`
    }
  } else if (isExponent(suffix)) {
    const by = Number(suffix.slice(1))
    if (Math.abs(by) > 30) return text
    exponent += by
  } else exponent += decimal.find(([name]) => name === suffix)![1]
  if (mantissa === 0n) return '0'
  for (const [name, unit] of decimal) {
    const shift = exponent - unit
    if (shift >= 0) return `${minus}${mantissa * 10n ** BigInt(shift)}${name}`
    if (mantissa % 10n ** BigInt(-shift) === 0n) return `${minus}${mantissa / 10n ** BigInt(-shift)}${name}`
  }
  // Finer than nano: rounded up, as Kubernetes does.
  return `${minus}${mantissa / 10n ** BigInt(-9 - exponent) + 1n}n`
}

/** A quantity as a number: `100m` is 0.1, `64Mi` is 67108864. Undefined when the text is none. */
export function quantityValue(text: string): number | undefined {
  const match = format.exec(text)
  if (!match) return undefined
  const [, sign, digits, suffix = ''] = match as unknown as [string, string, string, string?]
  const number = Number(`${sign}${digits}`)
  const power = binary.indexOf(suffix)
  if (power > 0) return number * 1024 ** power
  if (isExponent(suffix)) return Number(`${sign}${digits}${suffix}`)
  const exponent = decimal.find(([name]) => name === suffix)![1]
  // Division by a power of ten rounds once; a factor of a thousandth is rounded already.
  return exponent < 0 ? number / 10 ** -exponent : number * 10 ** exponent
}

/** The same for comparing and adding; what is no quantity is nothing. */
export const amount = (text: string): number => quantityValue(text) ?? 0
