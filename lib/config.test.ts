import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from './config'

const problems = (env: Record<string, string>) => {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDirectory: resolve('.data'),
      publicUrl: undefined,
      contentDirectories: [resolve('content')],
      databaseUrl: undefined,
      privateAddresses: false,
      xapiStore: undefined,
      sandboxLimit: 100,
      sandboxIdleMinutes: 60,
      sandboxAwayMinutes: 240,
      sandboxLifetimeHours: 0,
      sandboxReserve: 0,
      sandboxProviders: ['embedded'],
      kubeconfig: undefined,
      tenancy: 'shared',
      controlNamespace: 'netpol-lab',
      probeImage: 'registry.k8s.io/e2e-test-images/agnhost:2.63.0',
      toolboxImage: undefined,
      toolboxStorageClass: undefined,
      learnersInternet: false,
      withoutWall: false,
      sandboxExpiryHours: 24,
    })
  })

  it('takes an empty value as unset', () => {
    expect(readConfig({ PORT: '', PUBLIC_URL: '' })).toEqual(readConfig({}))
  })

  it('keeps only the origin of PUBLIC_URL', () => {
    expect(readConfig({ PUBLIC_URL: 'https://lab.example.org/' }).publicUrl).toBe('https://lab.example.org')
  })

  it.each([
    ['PORT', '80a'],
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['SANDBOX_PROVIDER', 'minikube'],
    ['SANDBOX_PROVIDER', 'embedded,embedded'],
    ['TENANCY', 'mine'],
    ['CONTROL_NAMESPACE', 'Net_Pol'],
    ['SANDBOX_EXPIRY_HOURS', '0'],
    ['HOST', 'a b'],
    ['PUBLIC_URL', 'lab.example.org'],
    ['PUBLIC_URL', 'ftp://lab.example.org'],
    ['PUBLIC_URL', 'https://lab.example.org/path'],
    ['DATABASE_URL', 'mysql://host/db'],
    ['SANDBOX_LIMIT', '0'],
    ['SANDBOX_IDLE_MINUTES', '1.5'],
  ])('names %s=%s with its problem and a value that works', (name, value) => {
    const [problem] = problems({ [name]: value })
    expect(problem).toMatch(new RegExp(`^${name}=.+: must .+\\. Write for example ${name}=`))
  })

  it('has both providers, the first for who learns alone; a cluster of one learner has to be that', () => {
    const both = { SANDBOX_PROVIDER: 'embedded,kubernetes' }
    expect(readConfig(both).sandboxProviders).toEqual(['embedded', 'kubernetes'])
    expect(problems({ ...both, TENANCY: 'own' })).toEqual([
      expect.stringMatching(/^SANDBOX_PROVIDER=.+ must stand first\. Write for example SANDBOX_PROVIDER=/),
    ])
    expect(problems({ SANDBOX_PROVIDER: 'kubernetes,embedded', TENANCY: 'own' })).toEqual([])
  })

  it('names every wrong value at once', () => {
    expect(problems({ PORT: 'x', SANDBOX_LIMIT: 'y' })).toHaveLength(2)
  })

  it('does not print the password of a database', () => {
    expect(problems({ DATABASE_URL: 'mysql://user:secret@host/db' })[0]).not.toContain('secret')
  })
})
