import type { Program } from '../../process'

export const leasedTools: Readonly<Record<string, Program>> = {}
