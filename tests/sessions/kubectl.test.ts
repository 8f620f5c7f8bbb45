import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { realKubectl } from './real-kubectl'

/**
 * Plays recorded sessions with a real kubectl against `netpol-lab cluster`, a cluster for each, and compares every
 * answer with the real cluster's.
 */
const root = join(import.meta.dirname, '../..')
const sessions = [
  '01-set-up',
  '02-default-deny',
  '03-allow-specific',
  '04-namespaces',
  '05-ip-block-and-dns',
  '06-three-tier',
  '07-viewing',
  '08-mistakes',
  '09-change',
  '10-workloads',
  '11-testing',
]

const notComparable = [
  // The recorded cluster had another namespace's policy in it.
  '$ kubectl get netpol -A',
  // kubectl 1.36, which was recorded, knows this by itself; 1.35 leaves it to the server, which words it otherwise.
  '$ kubectl exec -n netpol-demo client -c wrong -- true',
  // 1.36 lists the containers there are, 1.35 does not.
  '$ kubectl logs web -n netpol-demo -c other',
  // The recorded pod was gone before its output was read.
  "$ kubectl run debug --rm -i --restart=Never --image=nicolaka/netshoot -n netpol-demo --command -- curl -sS -m 2 -o /dev/null -w '%{http_code}\\n' http://$WEB",
]

const directory = mkdtempSync(join(tmpdir(), 'sessions-'))
const clusters: ChildProcess[] = []
let path: string
beforeAll(async () => {
  const kubectl = await realKubectl()
  path = kubectl ? `${kubectl}${delimiter}${process.env.PATH}` : process.env.PATH!
}, 120_000)
afterAll(() => {
  for (const cluster of clusters) cluster.kill()
  rmSync(directory, { recursive: true, force: true })
})

function startCluster(name: string): Promise<string> {
  const kubeconfig = join(directory, name)
  const cluster = spawn(
    process.execPath,
    [join(root, 'bin/netpol-lab'), 'cluster', '--kubeconfig', kubeconfig],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  clusters.push(cluster)
  return new Promise((resolve, reject) => {
    cluster.stdout.once('data', () => resolve(kubeconfig))
    cluster.once('exit', code => reject(new Error(`the cluster ended with ${code}`)))
  })
}

const replay = (session: string, kubeconfig: string) =>
  new Promise<string>(resolve => {
    execFile(
      process.execPath,
      [
        join(root, 'tests/transcripts/replay.mjs'),
        'check',
        join(root, `tests/transcripts/sessions/${session}.console`),
      ],
      { env: { ...process.env, PATH: path, KUBECONFIG: kubeconfig } },
      (_, stdout, stderr) => resolve(stdout + stderr),
    )
  })

test.concurrent.for(sessions)(
  'a real kubectl gets in session %s what the real cluster answered',
  { timeout: 300_000 },
  async session => {
    const answer = await replay(session, await startCluster(session))
    const differing = answer.split('\n').filter(line => /^\d\d-\S+\.console: /.test(line))
    const unexpected = differing.filter(line => !notComparable.some(known => line.endsWith(known)))
    expect(unexpected, answer).toEqual([])
    expect(answer).toMatch(/^\d+ passed, \d+ failed$/m)
  },
)
