import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KubernetesObject } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '../../client'
import { createCollector } from '../../process'
import type { ExternalHost, Sandbox } from '../../provider'
import { createEmbeddedProvider, type EmbeddedProvider } from '../provider'

const tool = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'tool', namespace: 'default' },
  spec: { containers: [{ name: 'tool', image: 'nicolaka/netshoot', command: ['sleep', '3600'] }] },
} as KubernetesObject
const externalHosts: ExternalHost[] = [
  {
    address: '10.0.0.10',
    ports: [
      { port: 443, protocol: 'TCP' },
      { port: 80, protocol: 'TCP' },
      { port: 53, protocol: 'UDP' },
      { port: 7, protocol: 'UDP' },
    ],
  },
]

let directory: string
let provider: EmbeddedProvider
let sandbox: Sandbox
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'outside-'))
  provider = await createEmbeddedProvider({ directory })
  sandbox = await provider.open('one')
  await sandbox.reset({ cni: 'calico', objects: [tool], externalHosts })
})
afterAll(async () => {
  await provider.close()
  rmSync(directory, { recursive: true, force: true })
})

async function exec(script: string) {
  const client = createClient(sandbox.access)
  const [stdout, stderr] = [createCollector(10_000), createCollector(10_000)]
  const place = { namespace: 'default', pod: 'tool', container: 'tool', command: ['sh', '-c', script] }
  try {
    const status = await client.exec(place, { stdout, stderr })
    return { status, stdout: stdout.text(), stderr: stderr.text() }
  } finally {
    client.dispose()
  }
}

describe('a host outside the cluster', () => {
  it('names itself on its web page, in plain and over TLS', async () => {
    const title = '<h1>10.0.0.10, outside the cluster</h1>'
    expect((await exec('curl -s http://10.0.0.10')).stdout).toContain(title)
    expect((await exec('curl -sk https://10.0.0.10')).stdout).toContain(title)
  })

  it('shows a certificate that vouches for itself', async () => {
    const { status, stderr } = await exec('curl -sS https://10.0.0.10')
    expect([status, stderr]).toEqual([
      60,
      expect.stringMatching(/^curl: \(60\) SSL certificate problem: self-signed certificate\n/),
    ])
  })

  it('tells who speaks plain HTTP to its TLS port', async () => {
    expect((await exec('curl -s http://10.0.0.10:443')).stdout).toContain(
      'plain HTTP request was sent to HTTPS port',
    )
  })

  it('refuses where nobody listens, answers pings, and has silent neighbours', async () => {
    expect((await exec('nc -zv -w 1 10.0.0.10 8080')).stderr).toContain('refused')
    expect((await exec('ping -c 1 10.0.0.10')).status).toBe(0)
    expect((await exec('nc -zv -w 1 10.0.0.11 80')).stderr).toContain('timed out')
  })

  it('serves UDP: names that it does not know, and echoes', async () => {
    expect((await exec('dig @10.0.0.10 example.com')).stdout).toContain('status: NXDOMAIN')
    expect((await exec('echo hello | nc -u -w 1 10.0.0.10 7')).stdout).toBe('hello\n')
  })

  it('is there again after a restart, and gone with the next start', async () => {
    await provider.close()
    provider = await createEmbeddedProvider({ directory })
    sandbox = await provider.open('one')
    expect((await exec('nc -zv -w 1 10.0.0.10 80')).status).toBe(0)
    await sandbox.reset({ cni: 'calico', objects: [tool] })
    expect((await exec('nc -zv -w 1 10.0.0.10 80')).stderr).toContain('timed out')
  })
})
