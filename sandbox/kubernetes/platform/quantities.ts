const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
}

/** A Kubernetes quantity as a number: `500m`, `2Gi`, `1e3`. What is none counts as 0. */
function quantity(text: string): number {
  const [, number = '0', suffix = ''] = /^([\d.]+(?:e\d+)?)([a-zA-Z]*)$/.exec(text) ?? []
  return Number(number) * (factors[suffix] ?? 0)
}

/** In thousandths of a core. */
export const cpu = (text: string): number => quantity(text) * 1000

/** In bytes. */
export const memory = (text: string): number => quantity(text)
