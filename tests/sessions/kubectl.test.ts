import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { kubectlProgram, realKubectl } from './real-kubectl'

/**
 * Plays recorded sessions with a real kubectl against `netpol-lab cluster`, a cluster for each, and compares every
 * answer with the real cluster's.
 */
const root = join(import.meta.dirname, '../..')
const sessions = readdirSync(join(root, 'tests/transcripts/sessions'))
  .filter(name => name.endsWith('.console'))
  .map(name => basename(name, '.console'))

const notComparable = [
  // The recorded cluster had another namespace's policy in it.
  '$ kubectl get netpol -A',
  // Whether client-go logs that a watch was short depends on which end of it is noticed first.
  '$ kubectl delete cm kept -n attic --timeout=1s',
  '$ kubectl wait -n station --for=delete pod/train --timeout=1s',
  // The recorded pod was gone before its output was read.
  "$ kubectl run debug --rm -i --restart=Never --image=nicolaka/netshoot -n netpol-demo --command -- curl -sS -m 2 -o /dev/null -w '%{http_code}\\n' http://$WEB",
]

/** What kubectl 1.36, which was recorded, knows or says otherwise than 1.35. */
const otherwiseBefore36 = [
  '$ kubectl exec -n netpol-demo client -c wrong -- true',
  '$ kubectl logs web -n netpol-demo -c other',
  '$ kubectl rollout undo deploy/anvil -n foundry',
  '$ kubectl rollout undo deploy/anvil -n foundry --to-revision=99',
  '$ kubectl rollout undo deploy/anvil -n foundry --to-revision=1 --dry-run=server',
  '$ kubectl rollout undo deploy/anvil -n foundry --to-revision=1',
  '$ kubectl rollout undo sts/alto -n choir',
  '$ kubectl wait -n station pod/train',
  '$ kubectl exec late -n station -- true',
  "$ kubectl get secret library -n archive -o jsonpath='{.metadata.labels}{.metadata.annotations}'",
  '$ kubectl label ns budget pod-security.kubernetes.io/enforce- pod-security.kubernetes.io/warn=restricted',
  '$ kubectl exec bear -n cave -c wolf -- true',
  '$ kubectl logs bear -n cave -c wolf',
  '$ kubectl debug bear -n cave --image=busybox -c probe --target=wolf',
  '$ kubectl debug wolf -n cave --image=busybox',
  '$ kubectl attach bear -n cave -c wolf',
]

const directory = mkdtempSync(join(tmpdir(), 'sessions-'))
const clusters: ChildProcess[] = []
let path: string
let excused: readonly string[] = notComparable
beforeAll(async () => {
  const kubectl = await realKubectl()
  path = kubectl ? `${kubectl}${delimiter}${process.env.PATH}` : process.env.PATH!
  const { minor } = await kubectlProgram()
  if (minor < 36) excused = [...notComparable, ...otherwiseBefore36]
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
    const unexpected = differing.filter(line => !excused.some(known => line.endsWith(known)))
    expect(unexpected, answer).toEqual([])
    expect(answer).toMatch(/^\d+ passed, \d+ failed$/m)
  },
)
