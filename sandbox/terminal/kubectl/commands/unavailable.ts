import type { Command } from '../command'

/** Commands of kubectl that make no sense in this terminal, and why. They are known, so that nobody thinks of a typing error. */
const reasons: Readonly<Record<string, { short: string; why: string }>> = {
  certificate: { short: 'Modify certificate resources', why: 'the sandbox has no certificate requests' },
}

export const unavailable: readonly Command[] = Object.entries(reasons).map(([name, { short, why }]) => ({
  name,
  usage: '',
  short,
  long: `${short}.\n\n Not available in this terminal: ${why}.`,
  flags: [],
  hidden: true,
  anyFlags: true,
  run: () => Promise.reject(new Error(`kubectl ${name} is not available in this terminal: ${why}`)),
}))
