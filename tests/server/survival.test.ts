import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { protocolVersion } from '@/protocol'
import { createKillable } from './running/killable'
import { learnerAt, type TestSocket } from './running/start'

const course = 'network-policies'
const lesson = '05-default-deny-ingress'
const directory = mkdtempSync(join(tmpdir(), 'netpol-lab-survival-'))
const servers = createKillable(directory)
afterAll(() => {
  servers.end()
  rmSync(directory, { recursive: true, force: true })
})

async function start() {
  const { host, person, kill } = await servers.start()
  return { learner: await learnerAt(host, person), kill }
}

const policy = `kubectl apply -f - <<EOF
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny-ingress
  namespace: netpol-demo
spec:
  podSelector: {}
  policyTypes: [Ingress]
EOF
`

it('after kill -9 the learner finds lesson, objects, files, progress and shell as they were', async () => {
  const before = await start()
  const { body: made } = await before.learner.api('POST', '/sandboxes', { course })
  const sandbox = made.sandbox as string
  const opened = await before.learner.api('POST', `/sandboxes/${sandbox}/lesson`, { lesson })
  expect(opened.status).toBe(200)
  const { task } = opened.body
  await before.learner.api('POST', '/hints', { course, lesson, task, hint: 1 })
  await before.learner.api('PUT', `/sandboxes/${sandbox}/files`, {
    path: '/home/learner/notes.txt',
    text: 'deny first',
  })

  const terminal = before.learner.socket(`/ws/sandboxes/${sandbox}/terminals/main`)
  await terminal.opened()
  terminal.send({ type: 'attach', version: protocolVersion, viewer: 'viewer-1', columns: 100, rows: 30 })
  const typed = `${policy}mkdir -p work; cd work; export MARK=kept; echo ready-$((40 + 2))\r`
  terminal.send({ type: 'input', sequence: 1, data: typed.replaceAll('\n', '\r') })
  await terminal.message(() => painted(terminal).includes('ready-42'))
  expect(painted(terminal)).toContain('networkpolicy.networking.k8s.io/default-deny-ingress created')
  const checked = await before.learner.api('POST', `/sandboxes/${sandbox}/checks`, { lesson, task })
  expect(checked.body.outcome).toBe('passed')
  await before.kill()

  const after = await start()
  expect((await after.learner.api('POST', '/sandboxes', { course })).body.sandbox).toBe(sandbox)
  const { body: outline } = await after.learner.api('GET', `/courses/${course}`)
  const there = outline.lessons.find(({ slug }: { slug: string }) => slug === lesson)
  expect(there.opened).toBe(true)
  expect(there.tasks.find(({ id }: { id: string }) => id === task).state).toBe('passed')
  const file = await after.learner.api('GET', `/sandboxes/${sandbox}/files?path=/home/learner/notes.txt`)
  expect(file.body.text).toBe('deny first')

  const live = after.learner.socket(`/ws/sandboxes/${sandbox}/live`)
  await live.opened()
  live.send({ type: 'subscribe', version: protocolVersion })
  const snapshot = await live.message(
    ({ type, sandbox }) => type === 'snapshot' && sandbox.state === 'ready' && sandbox.lesson === lesson,
  )
  expect(snapshot.passed).toEqual([task])
  expect(snapshot.objects.networkPolicies).toMatchObject([{ metadata: { name: 'default-deny-ingress' } }])

  const shell = after.learner.socket(`/ws/sandboxes/${sandbox}/terminals/main`)
  await shell.opened()
  shell.send({ type: 'attach', version: protocolVersion, viewer: 'viewer-2', columns: 100, rows: 30 })
  shell.send({ type: 'input', sequence: 1, data: 'echo "$PWD is $MARK"\r' })
  await shell.message(() => painted(shell).includes('/home/learner/work is kept'))

  // The objects are as the learner left them: opening another lesson asks first, this one does not.
  const other = await after.learner.api('POST', `/sandboxes/${sandbox}/lesson`, {
    lesson: '08-allow-ingress',
  })
  expect([other.status, other.body.code]).toEqual([409, 'objects-changed'])
  expect((await after.learner.api('POST', `/sandboxes/${sandbox}/lesson`, { lesson })).status).toBe(200)
  await after.kill()
}, 120_000)

const painted = ({ messages }: TestSocket) => messages.map(({ data }) => data ?? '').join('')
