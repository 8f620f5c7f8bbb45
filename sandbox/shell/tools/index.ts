import type { Program } from '../../process'
import { echo } from './echo'
import { printf } from './printf'

/** Programs of our own that work on live streams, by name. */
export const shellTools: Readonly<Record<string, Program>> = {
  echo,
  printf,
  cat: async ({ stdin, stdout }) => {
    for (let chunk = await stdin.read(); chunk; chunk = await stdin.read()) await stdout.write(chunk)
    return 0
  },
}
