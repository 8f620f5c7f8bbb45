import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEmbeddedProvider, type EmbeddedProvider } from '../../../../../embedded/provider'
import { createCollector, emptyInput, type Program } from '../../../../../process'
import { createKubectl } from '../../..'

let provider: EmbeddedProvider
let kubectl: Program
let sandbox: Awaited<ReturnType<EmbeddedProvider['open']>>

const manifest = `apiVersion: v1
kind: Pod
metadata: {name: two, labels: {app: two}, annotations: {a: b}}
spec:
  containers:
  - {name: c, image: nginx, readinessProbe: {httpGet: {port: 80}}}
  - {name: d, image: busybox, command: [sleep, "100000"], args: []}
`
const defaulted = expect.stringMatching(/^Defaulting debug container name to debugger-\w{5}\.\n$/)

beforeAll(async () => {
  provider = await createEmbeddedProvider()
  sandbox = await provider.open('debug')
  kubectl = createKubectl({ access: sandbox.access })
  await sandbox.files.makeDirectory('/tmp', { recursive: true })
  await sandbox.files.write('/tmp/two.yaml', manifest)
  await sandbox.files.write('/tmp/custom.yaml', 'env: [{name: FROM, value: custom}]')
  await run('apply -f /tmp/two.yaml')
  await run('wait --for=condition=Ready pod/two')
})
afterAll(() => provider.close())

async function run(line: string) {
  const [out, err] = [createCollector(1_000_000), createCollector(1_000_000)]
  const code = await kubectl({
    argv: ['kubectl', ...line.split(' ')],
    env: { HOME: '/home/learner' },
    cwd: '/tmp',
    stdin: emptyInput,
    stdout: out,
    stderr: err,
    files: sandbox.files,
    signal: new AbortController().signal,
  })
  return { code, out: out.text(), err: err.text() }
}

const podOf = async (name: string) => JSON.parse((await run(`get pod ${name} -o json`)).out)

describe('a copy of a pod', () => {
  it('has one container more, and neither labels nor probes', async () => {
    const line = 'debug two --copy-to=more --image=busybox --env=A=b -- sleep 3000'
    expect(await run(line)).toEqual({ code: 0, out: defaulted, err: '' })
    const { metadata, spec } = await podOf('more')
    expect(metadata).not.toHaveProperty('labels')
    expect(metadata).not.toHaveProperty('annotations')
    expect(spec.shareProcessNamespace).toBe(true)
    expect(spec.containers[0]).not.toHaveProperty('readinessProbe')
    expect(spec.containers[2]).toMatchObject({
      command: ['sleep', '3000'],
      env: [{ name: 'A', value: 'b' }],
      image: 'busybox',
      securityContext: { capabilities: { add: ['SYS_PTRACE'] } },
    })
  })

  it('keeps all but the images where only they are set', async () => {
    expect(await run('debug two --copy-to=images --set-image=*=busybox,c=httpd')).toEqual({
      code: 0,
      out: '',
      err: '',
    })
    const { metadata, spec } = await podOf('images')
    expect(metadata.labels).toEqual({ app: 'two' })
    expect(spec.containers.map(({ image }: { image: string }) => image)).toEqual(['httpd', 'busybox'])
    expect(spec.containers[0].readinessProbe).toBeDefined()
    expect(spec.shareProcessNamespace).toBeUndefined()
  })

  it('has a container with another command, and keeps what it is told to keep', async () => {
    const kept = '--keep-labels --keep-annotations --keep-readiness --share-processes=false --same-node'
    expect((await run(`debug two --copy-to=changed -c c ${kept} --custom=custom.yaml -- sleep 9`)).out).toBe(
      '',
    )
    const { metadata, spec } = await podOf('changed')
    expect(metadata).toMatchObject({ labels: { app: 'two' }, annotations: { a: 'b' } })
    expect(spec.shareProcessNamespace).toBe(false)
    expect(spec.containers).toHaveLength(2)
    expect(spec.containers[0]).toMatchObject({
      command: ['sleep', '9'],
      env: [{ name: 'FROM', value: 'custom' }],
      image: 'nginx',
      readinessProbe: {},
    })
  })

  it('takes the place of the pod with --replace', async () => {
    await run('run old --image=nginx')
    expect((await run('debug old --copy-to=new --set-image=old=httpd --replace')).code).toBe(0)
    expect((await run('get pod old')).err).toBe('Error from server (NotFound): pods "old" not found\n')
    expect((await podOf('new')).spec.containers[0].image).toBe('httpd')
  })

  it('is attached to with -i', async () => {
    const { out, code } = await run('debug two --copy-to=said --image=busybox -i -q -- echo hi')
    expect({ out, code }).toEqual({ out: 'hi\n', code: 0 })
  })
})

describe('a node', () => {
  it('gets a pod in its network, with its files', async () => {
    const { out, err } = await run('debug node/minikube --image=busybox -- sleep 9')
    const [, name] =
      /^Creating debugging pod (\S+) with container debugger on node minikube\.\n$/.exec(out) ?? []
    expect(err).toBe('')
    expect(name).toMatch(/^node-debugger-minikube-\w{5}$/)
    const { metadata, spec } = await podOf(name!)
    expect(metadata.labels).toEqual({ 'app.kubernetes.io/managed-by': 'kubectl-debug' })
    expect(spec).toMatchObject({ hostNetwork: true, hostPID: true, hostIPC: true, nodeName: 'minikube' })
    expect(spec.containers[0].volumeMounts[0]).toEqual({ mountPath: '/host', name: 'host-root' })
    expect(spec.containers[0]).not.toHaveProperty('securityContext')
  })

  it('gives a restricted pod nothing of its own', async () => {
    const { out } = await run('debug node/minikube --image=busybox --profile=restricted -c mine -- sleep 9')
    const { spec } = await podOf(out.split(' ')[3]!)
    expect(spec).not.toHaveProperty('hostNetwork')
    expect(spec.containers[0]).toMatchObject({
      name: 'mine',
      securityContext: { capabilities: { drop: ['ALL'] }, runAsNonRoot: true },
    })
  })
})

/** Each as kubectl 1.36 answered. */
describe('what cannot be debugged is refused in kubectl’s words', () => {
  it.each([
    ['two --copy-to=f', 'error: you must specify --image, --set-image or command arguments.\n'],
    ['two --copy-to=f -c nope', 'error: you must specify --image, --set-image or command arguments.\n'],
    [
      'two --copy-to=f -- sleep 1',
      'error: you must specify an existing container or a new image when specifying args.\n',
    ],
    ['two --set-image=c=nginx', 'error: --set-image may only be used with --copy-to.\n'],
    ['two --replace --image=busybox', 'error: --replace may only be used with --copy-to.\n'],
    ['two --same-node --image=busybox', 'error: --same-node may only be used with --copy-to.\n'],
    [
      'two --target=c --copy-to=x --image=busybox',
      'error: --target is incompatible with --copy-to. Use --share-processes instead.\n',
    ],
    [
      'two --copy-to=x --set-image=foo',
      'error: invalid argument "foo" for "--set-image" flag: foo must be formatted as key=value\nSee \'kubectl debug --help\' for usage.\n',
    ],
    [
      'two --copy-to=x --set-image=c=nginx,c=',
      'error: invalid image name "" for container "c": invalid reference format\n',
    ],
    ['two --copy-to=two --image=busybox', 'Error from server (AlreadyExists): pods "two" already exists\n'],
    ['node/minikube', 'error: you must specify --image when not using --copy-to.\n'],
    ['node/nope --image=busybox', 'Error from server (NotFound): nodes "nope" not found\n'],
    ['--image=busybox', 'error: NAME or filename is required for debug\n'],
    ['two --image=BAD:::', 'error: invalid image name "BAD:::": invalid reference format\n'],
    ['two --image=busybox --image-pull-policy=Foo', 'error: invalid image pull policy: Foo\n'],
    ['two -t --image=busybox', 'error: -i/--stdin is required for containers with -t/--tty=true\n'],
    [
      'two --image=busybox --custom=/nope',
      'error: must pass a container spec json file for custom profile: open /nope: no such file or directory\n',
    ],
    ['two --image=busybox --profile=x', 'error: unknown profile: x\n'],
  ])('%s', async (line, err) => {
    expect(await run(`debug ${line}`)).toMatchObject({ code: 1, err })
  })
})
