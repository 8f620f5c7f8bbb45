import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEmbeddedProvider, type EmbeddedProvider } from '../../embedded/provider'
import {
  BrokenPipe,
  createCollector,
  emptyInput,
  type Input,
  inputOf,
  type Output,
  type Program,
  type Signal,
} from '../../process'
import type { Sandbox } from '../../provider'
import { createKubectl, createKubectlCompleter } from '.'

const home = '/home/learner'
let provider: EmbeddedProvider
let sandbox: Sandbox
let kubectl: Program

beforeAll(async () => {
  provider = await createEmbeddedProvider()
  sandbox = await provider.open('kubectl')
})
afterAll(() => provider.close())
beforeEach(() => {
  kubectl = createKubectl({ access: sandbox.access })
})

type Run = {
  stdin?: Input
  stdout?: Output
  signal?: AbortSignal
  env?: Record<string, string>
  program?: Program
}

async function run(line: string | string[], { stdin, stdout, signal, env, program = kubectl }: Run = {}) {
  const out = createCollector(10_000_000)
  const err = createCollector(1_000_000)
  const code = await program({
    argv: ['kubectl', ...(typeof line === 'string' ? line.split(' ') : line)],
    env: { HOME: home, TERM: 'dumb', ...env },
    cwd: home,
    stdin: stdin ?? emptyInput,
    stdout: stdout ?? out,
    stderr: err,
    files: sandbox.files,
    signal: signal ?? new AbortController().signal,
  })
  return { code, out: out.text(), err: err.text() }
}

const policy = (name: string, port: number) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: ${name}
spec:
  podSelector: {}
  ingress:
  - ports:
    - port: ${port}
      protocol: TCP
`

const withoutTime = (text: string) => text.replace(/^E\d{4} [\d:.]+ +\d+ /gm, 'E ')

/** As kubectl 1.36 said it of a port at which nobody listens: it asks five times. */
const refusal = (server: string, address: string, host: string) => {
  const asked = `E memcache.go:265] "Unhandled Error" err="couldn't get current server API group list: Get \\"${server}/api?timeout=32s\\": dial tcp ${address}: connect: connection refused"\n`
  return `${asked.repeat(5)}The connection to the server ${host} was refused - did you specify the right host or port?\n`
}

describe('a kubeconfig is no way out of the sandbox', () => {
  const elsewhere = 'http://127.0.0.1:1/'
  it.each([
    ['--server', [`--server=${elsewhere}`]],
    ['a cluster of the file', ['--kubeconfig=/tmp/elsewhere']],
  ])('%s', async (_, flags) => {
    await sandbox.files.makeDirectory('/tmp', { recursive: true })
    await sandbox.files.write(
      '/tmp/elsewhere',
      `clusters: [{name: a, cluster: {server: "${elsewhere}"}}]\ncontexts: [{name: a, context: {cluster: a}}]\ncurrent-context: a\n`,
    )
    const { code, err } = await run(['get', 'pods', ...flags])
    expect(withoutTime(err)).toBe(refusal('http://127.0.0.1:1', '127.0.0.1:1', '127.0.0.1:1'))
    expect(code).toBe(1)
  })
  it('programs and files that it names are not looked at', async () => {
    await sandbox.files.write(
      '/tmp/plugin',
      `clusters: [{name: a, cluster: {server: "${sandbox.access.server}"}}]
users: [{name: a, user: {exec: {command: /bin/sh, args: [-c, "exit 1"]}, tokenFile: /etc/passwd}}]
contexts: [{name: a, context: {cluster: a, user: a}}]
current-context: a
`,
    )
    const { err } = await run('get pods --kubeconfig=/tmp/plugin')
    expect(err).toContain('User "system:anonymous" cannot')
  })
  it('without a kubeconfig there is only localhost', async () => {
    const { err } = await run('get pods', { env: { KUBECONFIG: '/tmp/none' } })
    expect(withoutTime(err)).toBe(refusal('http://localhost:8080', '127.0.0.1:8080', 'localhost:8080'))
  })
})

describe('too much is an error and no more', () => {
  it('a manifest of 2 MB', async () => {
    const { code, err } = await run('apply -f -', { stdin: inputOf(`a: ${'x'.repeat(2_000_000)}`) })
    expect(err).toBe('error: error reading "STDIN": the manifest is too large, the limit is 1048576 bytes\n')
    expect(code).toBe(1)
  })
  it('a manifest of a million brackets', async () => {
    const { code, err } = await run('apply -f -', { stdin: inputOf('['.repeat(500_000)) })
    expect(err).toMatch(/^error: error parsing STDIN: error converting YAML to JSON: yaml: /)
    expect(code).toBe(1)
  })
  it('bytes that are no text', async () => {
    const { code, err } = await run('apply -f -', { stdin: inputOf(Uint8Array.of(0, 255, 1, 128, 10)) })
    expect(err).toMatch(/^error: error parsing STDIN: /)
    expect(code).toBe(1)
  })
})

it('an address of the internet is refused in words', async () => {
  const { err } = await run('apply -f https://example.com/policy.yaml')
  expect(err).toBe(
    'error: unable to read URL "https://example.com/policy.yaml", dial tcp: lookup example.com: no such host (a sandbox cannot reach the internet)\n',
  )
})

/** Collects what is written and lets a test wait for some of it. */
function watched() {
  let text = ''
  const waiting: { wanted: string; found: () => void }[] = []
  const output: Output = {
    async write(chunk) {
      text += typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk)
      for (const { wanted, found } of waiting) if (text.includes(wanted)) found()
    },
  }
  return {
    output,
    get text() {
      return text
    },
    seen: (wanted: string) =>
      new Promise<void>(found => {
        if (text.includes(wanted)) found()
        else waiting.push({ wanted, found })
      }),
  }
}

describe('what streams', () => {
  it('shows each change when it happens and ends with 130 on Ctrl-C', async () => {
    await run('delete netpol --all')
    const stop = new AbortController()
    const screen = watched()
    const watching = run('get netpol --watch', { stdout: screen.output, signal: stop.signal })
    await run('apply -f -', { stdin: inputOf(policy('first', 80)) })
    await screen.seen('first')
    await run('annotate netpol first a=b')
    await run('delete netpol first')
    await run('apply -f -', { stdin: inputOf(policy('second', 80)) })
    await screen.seen('second')
    stop.abort('SIGINT' satisfies Signal)
    expect((await watching).code).toBe(130)
    expect(screen.text.split('\n')[0]).toMatch(/^NAME +POD-SELECTOR +AGE$/)
  })
  it('shows events beside the objects when asked', async () => {
    const stop = new AbortController()
    const screen = watched()
    const watching = run('get netpol -w --output-watch-events -o name', {
      stdout: screen.output,
      signal: stop.signal,
    })
    await screen.seen('/')
    stop.abort('SIGTERM' satisfies Signal)
    expect((await watching).code).toBe(143)
  })
  it('ends like a program whose reader is gone', async () => {
    const stdout: Output = { write: () => Promise.reject(new BrokenPipe()) }
    expect((await run('api-resources', { stdout })).code).toBe(141)
  })
  it('waits for the end of a follow, until it is interrupted', async () => {
    const stop = new AbortController()
    const following = run('logs -f -n kube-system -l k8s-app=kube-dns', { signal: stop.signal })
    stop.abort('SIGINT' satisfies Signal)
    expect((await following).code).toBe(130)
  })
})

describe('apply', () => {
  it('says what it did, and nothing when there was nothing to do', async () => {
    await run('delete netpol --all')
    const apply = (port: number) => run('apply -f -', { stdin: inputOf(policy('steps', port)) })
    const name = 'networkpolicy.networking.k8s.io/steps'
    expect((await apply(80)).out).toBe(`${name} created\n`)
    expect((await apply(80)).out).toBe(`${name} unchanged\n`)
    expect((await apply(81)).out).toBe(`${name} configured\n`)
  })
  it('goes on after a document that is refused', async () => {
    const { code, out, err } = await run('apply -f -', {
      stdin: inputOf(`${policy('Bad_Name', 80)}---\n${policy('good', 80)}`),
    })
    expect(out).toBe('networkpolicy.networking.k8s.io/good created\n')
    expect(err).toMatch(/^The NetworkPolicy "Bad_Name" is invalid: metadata.name: Invalid value: "Bad_Name"/)
    expect(code).toBe(1)
  })
  it('a dry run of a delete deletes nothing', async () => {
    await run('apply -f -', { stdin: inputOf(policy('stays', 80)) })
    const { out } = await run('delete netpol stays --dry-run=server')
    expect(out).toBe(
      'networkpolicy.networking.k8s.io "stays" deleted from default namespace (server dry run)\n',
    )
    expect((await run('get netpol stays -o name')).out).toBe('networkpolicy.networking.k8s.io/stays\n')
  })
})

describe('what was printed can be created again', () => {
  const dump = async (name: string) => {
    await run('apply -f -', { stdin: inputOf(policy(name, 80)) })
    const { out } = await run(`get networkpolicy ${name} -o yaml`)
    expect(out).toContain('resourceVersion')
    return inputOf(out)
  }

  it.each(['create', 'apply'])('by %s, when it is gone', async verb => {
    const stdin = await dump(`again-${verb}`)
    await run(`delete networkpolicy again-${verb}`)
    expect(await run(`${verb} -f -`, { stdin })).toMatchObject({
      code: 0,
      out: `networkpolicy.networking.k8s.io/again-${verb} created\n`,
    })
  })

  it('by replace --force, in place of what is there', async () => {
    const stdin = await dump('again-by-force')
    expect(await run('replace --force -f -', { stdin })).toMatchObject({
      code: 0,
      out: expect.stringContaining('networkpolicy.networking.k8s.io/again-by-force replaced\n'),
    })
  })
})

describe('edit', () => {
  const editor =
    (change: (text: string) => string): Program =>
    async ({ argv, files }) => {
      const path = argv.at(-1) as string
      await files.write(path, change(new TextDecoder().decode(await files.read(path))))
      return 0
    }
  const edit = (change: (text: string) => string, line = 'edit netpol edited') =>
    run(line, {
      program: createKubectl({
        access: sandbox.access,
        programs: name => (name === 'vi' ? editor(change) : undefined),
      }),
    })
  beforeEach(() => run('apply -f -', { stdin: inputOf(policy('edited', 80)) }))

  it('sends what was saved', async () => {
    expect((await edit(text => text.replace('port: 80', 'port: 8080'))).out).toBe(
      'networkpolicy.networking.k8s.io/edited edited\n',
    )
    expect((await run('get netpol edited -o jsonpath={.spec.ingress[0].ports[0].port}')).out).toBe('8080')
  })
  it.each([
    ['no changes made', (text: string) => text],
    ['saved file was empty', () => ''],
  ])('gives up: %s', async (why, change) => {
    const { code, err } = await edit(change)
    expect(err).toBe(`Edit cancelled, ${why}.\n`)
    expect(code).toBe(0)
  })
  it('opens again with the reason, and keeps what was refused twice', async () => {
    const seen: string[] = []
    const { code, err } = await edit(text => {
      seen.push(text)
      return text.replace('port: 80\n', 'port: 99999\n')
    })
    expect(code).toBe(1)
    expect(seen[1]).toMatch(
      /^# networkpolicies.networking.k8s.io "edited" was not valid:\n# \* spec.ingress\[0\].ports\[0\].port: /m,
    )
    expect(err).toMatch(
      /^error: networkpolicies.networking.k8s.io "edited" is invalid\nA copy of your changes has been stored to "\/tmp\/kubectl-edit-/,
    )
  })
  it('an editor that always writes the same mistake has an end', async () => {
    let port = 99_999
    const { code, err } = await edit(text => text.replace(/port: \d+/, `port: ${++port}`))
    expect(code).toBe(1)
    expect(err).toMatch(/error: Edit cancelled, no valid changes were saved\.\n$/)
  })
  it('opens all objects of a type as one list, and sends those that were changed', async () => {
    await run('delete netpol --all')
    await run('apply -f -', { stdin: inputOf(policy('edited', 80)) })
    await run('apply -f -', { stdin: inputOf(policy('second', 80)) })
    let seen = ''
    const { out, err } = await edit(text => {
      seen = text
      return text.replace(/port: 80\n/, 'port: 81\n')
    }, 'edit netpol')
    expect(err).toBe('')
    expect(out).toBe(
      'networkpolicy.networking.k8s.io/edited edited\nnetworkpolicy.networking.k8s.io/second skipped\n',
    )
    expect(seen).toMatch(/^#\napiVersion: v1\nitems:\n- apiVersion: networking.k8s.io\/v1\n/m)
    expect(seen).toMatch(/\nkind: List\nmetadata: {}\n$/)
  })
  it('does not rename: says so, and keeps the file', async () => {
    const { code, err } = await edit(text => text.replace('  name: edited', '  name: renamed'))
    expect(code).toBe(1)
    expect(err).toMatch(
      /^A copy of your changes has been stored to "\/tmp\/kubectl-edit-\d+.yaml"\nerror: At least one of apiVersion, kind and name was changed\n$/,
    )
  })
  it('opens again with what is wrong about the YAML', async () => {
    const seen: string[] = []
    const { code } = await edit(text => {
      seen.push(text)
      return seen.length === 1 ? `${text}\n wrong: [\n` : ''
    })
    expect(code).toBe(0)
    expect(seen[1]).toMatch(/^# The edited file had a syntax error: error parsing edited-file: /m)
  })
  it('says when there is no such editor', async () => {
    const { err } = await run('edit netpol edited', { env: { EDITOR: 'emacs' } })
    expect(err).toMatch(
      /^error: unable to launch the editor "emacs": exec: "emacs": executable file not found/,
    )
  })
})

describe('what goes wrong is told in the order in which kubectl finds it', () => {
  it.each([
    ['create role x --verb=get --dry-run=maybe', /^error: Invalid dry-run value \(maybe\)/],
    ['create configmap x --from-literal=a -o wrong', /^error: unable to match a printer/],
    ['get pod/a b -w -o custom-columns', /^error: there is no need to specify a resource type/],
    ['patch cm nothing -p {} -o wide', /^Error from server \(NotFound\): configmaps "nothing" not found/],
    [
      'get -w --raw=/api',
      /^error: --raw may not be specified with other flags that filter the server request/,
    ],
    ['get --raw=/api -l a=b -o yaml', /^error: --raw may not be specified with other flags/],
    ['get pods none -w --subresource=wrong', /^Error from server \(NotFound\): pods "none" not found\n$/],
    ['explain pod -o wrong', /^error: unrecognized format: wrong\n$/],
    ['set env deploy/x --from=cm/none -o wrong', /^error: unable to match a printer/],
    ['version extra', /^error: extra arguments: \[extra\]\n$/],
    ['events --for=wrong/x', /^the server doesn't have a resource type "wrong"\n$/],
    ['debug svc/kubernetes --image=busybox', /^error: "\/v1, Kind=Service" not supported by debug\n$/],
    [
      'logs -l app=web,',
      /^Error from server \(BadRequest\): Unable to find "\/v1, Resource=pods" that match/,
    ],
  ])('%s', async (line, message) => {
    const { code, out, err } = await run(line)
    expect(err).toMatch(message)
    expect({ code, out }).toEqual({ code: 1, out: '' })
  })
  it('what could not be had comes before what cannot be printed', async () => {
    const { err } = await run('get netpol,pods -o jsonpath={.items[0].kind} --as=nobody')
    expect(err).toMatch(
      /^Error from server \(Forbidden\): networkpolicies.*\nError from server \(Forbidden\): pods.*\nerror executing jsonpath/,
    )
  })
  it('a file that cannot be read has no list of what else there is', async () => {
    await sandbox.files.write(`${home}/broken.json`, '{"kind": "Pod"')
    expect(await run('get -f broken.json -o yaml')).toEqual({
      code: 1,
      out: '',
      err: 'error: error parsing broken.json: unexpected EOF\n',
    })
  })
  it('every object of a file that is not there has a line', async () => {
    const stdin = inputOf(`${policy('nowhere', 80)}---\n${policy('neither', 80)}`)
    expect((await run('get -f -', { stdin })).err).toBe(
      ['nowhere', 'neither']
        .map(name => `Error from server (NotFound): networkpolicies.networking.k8s.io "${name}" not found\n`)
        .join(''),
    )
  })
})

it.each(['NAME', 'Name', 'name'])('-o %s is the same format', async format => {
  expect((await run(`get svc kubernetes -o ${format}`)).out).toBe('service/kubernetes\n')
})

it('waiting for several to be gone ends for all of them at once', async () => {
  expect((await run('wait --for=delete svc kubernetes kubernetes --timeout=100ms')).err).toBe(
    'timed out waiting for the condition on services/kubernetes\nclient rate limiter Wait returned an error: context deadline exceeded\n',
  )
})

it('rollout undo warns of what apply will not know', async () => {
  const stdin = inputOf(`apiVersion: apps/v1
kind: Deployment
metadata: {name: applied}
spec:
  replicas: 0
  selector: {matchLabels: {app: applied}}
  template:
    metadata: {labels: {app: applied}}
    spec: {containers: [{name: web, image: nginx}]}
`)
  await run('apply -f -', { stdin })
  const { code, err } = await run('rollout undo deploy/applied --to-revision=9')
  expect(err).toBe(
    "Warning: resource deployments/applied was previously managed with 'kubectl apply'. Rolling back will not update the kubectl.kubernetes.io/last-applied-configuration annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.\nerror: unable to find specified revision 9 in history\n",
  )
  expect(code).toBe(1)
})

describe('config', () => {
  it('changes the namespace of the context, for the commands that come after', async () => {
    expect((await run('config set-context --current --namespace=kube-system')).out).toBe(
      'Context "minikube" modified.\n',
    )
    expect((await run('get svc kube-dns -o name')).out).toBe('service/kube-dns\n')
    await run('config set-context --current --namespace=default')
  })
  it('shows no secrets unless asked', async () => {
    expect((await run('config view')).out).toContain('token: REDACTED')
    expect((await run('config view --raw')).out).toContain(`token: ${sandbox.access.token}`)
  })
})

describe('help', () => {
  it.each(['--help', 'help', '-h'])('%s prints the groups', async line => {
    const { code, out } = await run(line)
    expect(code).toBe(0)
    expect(out).toMatch(/^kubectl controls the Kubernetes cluster manager\.\n\n Find more information at:/)
  })
  it('of a command lists its flags with their defaults', async () => {
    const { out } = await run('help get')
    expect(out).toContain('Options:\n    -A, --all-namespaces=false:\n\t')
    expect(out).toContain('Usage:\n  kubectl get [(-o|--output=)custom-columns|')
  })
  it.each([
    ['gett', 'set\n\tget'],
    ['ls', 'get\n\tlogs\n\tcp'],
    ['aply', 'apply'],
  ])('%s: did you mean', async (typed, meant) => {
    expect((await run(typed)).err).toBe(
      `error: unknown command "${typed}" for "kubectl"\n\nDid you mean this?\n\t${meant}\n`,
    )
  })
  it('what cannot be here says why', async () => {
    expect((await run('certificate approve x')).err).toMatch(
      /^error: kubectl certificate is not available in this terminal: /,
    )
  })
})

describe('completion', () => {
  const complete = (line: string) =>
    createKubectlCompleter({ access: sandbox.access, files: sandbox.files })(line, Array.from(line).length)
  it.each([
    ['kubectl ', 'apply'],
    ['kubectl get netw', 'networkpolicies'],
    ['kubectl get pods,sv', 'pods,services'],
    ['kubectl get svc kub', 'kubernetes'],
    ['kubectl describe svc/', 'svc/kubernetes'],
    ['kubectl -n kube-system get svc ', 'kube-dns'],
    ['kubectl get pods -n kube-', 'kube-system'],
    ['kubectl get pods --namespace=kube-', 'kube-system'],
    ['kubectl get pods -o ', 'yaml'],
    ['kubectl get pods --show-l', '--show-labels'],
    ['kubectl rollout ', 'status'],
    ['kubectl create ', 'namespace'],
    ['kubectl config use-context ', 'minikube'],
    ['kubectl apply --dry-run=', 'server'],
  ])('%s<Tab>', async (line, candidate) => expect(await complete(line)).toContain(candidate))
  it.each(['kubectl exec web -- ', 'kubectl nosuch ', 'kubectl get nosuch ', 'kubectl apply -f '])(
    '%s<Tab> offers nothing',
    async line => {
      expect(await complete(line)).toEqual([])
    },
  )
})
