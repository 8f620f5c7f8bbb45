import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ConfigError, readConfig } from '@/lib/config'
import { claimAddress } from '@/lib/people/session/claim-address'
import { makeOneTimeToken } from '@/lib/people/tokens/one-time-token'

const usage = `Usage: netpol-lab administrator

Prints a link by which whoever opens it, and has or makes an account, becomes administrator: once, within a day.
It needs the server's DATA_DIR, from the environment as the server takes it (./.data), and works while the server runs.
`

/** Answers the exit status. */
export async function administrator(args: string[]): Promise<number> {
  try {
    const { values } = parseArgs({ args, options: { help: { type: 'boolean', short: 'h', default: false } } })
    if (values.help) return say(usage)
    const { dataDirectory, publicUrl, port } = readConfig(process.env)
    const secret = join(dataDirectory, 'sign-in-secret')
    if (!existsSync(secret))
      return refuse(`no server has used ${dataDirectory} yet: start it once, or set DATA_DIR`, 1)
    const token = makeOneTimeToken(readFileSync(secret, 'utf8'), { purpose: 'administrator' })
    return say(`${claimAddress(publicUrl ?? `http://localhost:${port}`, token)}\n`)
  } catch (error) {
    if (error instanceof ConfigError) return refuse(error.message, 1)
    return refuse(`${(error as Error).message}\n\n${usage}`, 64)
  }
}

function say(text: string): number {
  process.stdout.write(text)
  return 0
}

function refuse(text: string, status: number): number {
  process.stderr.write(`netpol-lab administrator: ${text}\n`)
  return status
}
