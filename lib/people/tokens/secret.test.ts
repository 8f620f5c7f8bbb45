import { mkdtempSync, readdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { signInSecret } from './secret'

it('makes the secret once, for its owner only', () => {
  const directory = mkdtempSync(join(tmpdir(), 'netpol-lab-secret-'))
  const secret = signInSecret(directory)
  expect(secret.length).toBeGreaterThanOrEqual(43)
  expect(signInSecret(directory)).toBe(secret)
  expect(readdirSync(directory)).toEqual(['sign-in-secret'])
  expect(statSync(join(directory, 'sign-in-secret')).mode & 0o777).toBe(0o600)
})
