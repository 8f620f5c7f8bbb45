import type { Family } from '../network/resolver'

/** `-4` or `-6`, where a program takes them. */
export const familyOf = (options: { has(name: string): boolean }): Family =>
  options.has('6') ? 6 : options.has('4') ? 4 : undefined
