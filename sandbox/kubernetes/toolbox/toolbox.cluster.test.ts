import type { V1Pod } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, kubeConfigFor } from '../../client'
import type { Sandbox, SandboxProvider } from '../../provider'
import { createTerminal, type TerminalEvent } from '../../terminal'
import { removeAdmission } from '../admission'
import { openAsPlatform } from '../platform-account.fixture'
import { createKubernetesProvider } from '../provider'
import { shortId } from '../record'
import { applyWall } from '../wall'

const image = process.env.TOOLBOX_IMAGE ?? 'netpol-lab/toolbox:dev'
const run = Math.random().toString(36).slice(2, 7)
const ids = { ann: `ann-${run}`, ben: `ben-${run}` } as const
const shop = (id: string) => `shop-${shortId(id)}`

let account: Awaited<ReturnType<typeof openAsPlatform>>
let provider: SandboxProvider
let ann: Sandbox
let ben: Sandbox

beforeAll(async () => {
  account = await openAsPlatform()
  provider = await createKubernetesProvider({
    config: kubeConfigFor(account.access),
    ...{ tenancy: 'shared', controlNamespace: account.name, toolbox: { image } },
  } as const)
  ;[ann, ben] = (await Promise.all(
    Object.values(ids).map(async id => {
      const sandbox = await provider.open(id)
      const web = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'web', namespace: shop(id), labels: { app: 'web' } },
        spec: { containers: [{ name: 'main', image: 'nginx' }] },
      }
      const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: shop(id) } }
      await sandbox.reset({ cni: 'cilium', objects: [namespace, web] })
      return sandbox
    }),
  )) as [Sandbox, Sandbox]
}, 300_000)
afterAll(async () => {
  for (const id of Object.values(ids)) await provider?.delete(id)
  await provider?.close()
  const { api, name } = account
  await removeAdmission(api, { controlNamespace: name, name })
  await (await applyWall(api, { controlNamespace: name, internet: false })).remove()
  await account.close()
}, 300_000)

/** Bash turns bracketed paste on around it. */
const prompt = /\$ (?:\x1b\[\?2004h)?$/

/** A viewer of a terminal of ann's: what it shows, and what is typed there. */
function look(terminal: ReturnType<typeof createTerminal>, viewer: string, after?: number) {
  const events: TerminalEvent[] = []
  const attached = terminal.attach({ id: viewer, after, send: event => events.push(event) })
  let typed = 0
  const shown = () => events.map(event => ('data' in event ? event.data : '')).join('')
  return {
    events,
    attached,
    shown,
    type: (data: string) => attached.input(++typed, data),
    async sees(what: RegExp) {
      await expect.poll(shown, { timeout: 60_000 }).toMatch(what)
    },
  }
}
const terminalOf = (sandbox: Sandbox, name: string) =>
  createTerminal({
    id: `${sandbox.id}/${name}`,
    access: sandbox.access,
    files: sandbox.files,
    shell: (streams, signal) => sandbox.shell!(name, streams, signal),
    state: { load: () => undefined, save: () => {} },
  })

/** Runs a line in a toolbox, and answers what it printed. */
async function sh(sandbox: Sandbox, line: string): Promise<string> {
  const terminal = terminalOf(sandbox, `sh-${Math.random().toString(36).slice(2, 7)}`)
  try {
    const seen = look(terminal, 'viewer-sh')
    await seen.sees(prompt)
    seen.type(`${line}; echo "<status $?>"\r`)
    await seen.sees(/<status \d+>/)
    return seen.shown()
  } finally {
    terminal.dispose()
  }
}

describe('the toolbox', () => {
  it('runs as nobody special, with nothing to write on but home and /tmp', async () => {
    const seen = await sh(
      ann,
      'id -u; touch /usr/here /etc/here ~/here /tmp/here; ls ~/here /tmp/here; whoami',
    )
    expect(seen).toMatch(/1000\r\n/)
    expect(seen).toMatch(/touch: cannot touch '\/usr\/here': Read-only file system/)
    expect(seen).toMatch(/touch: cannot touch '\/etc\/here': Read-only file system/)
    expect(seen).toMatch(/\/home\/learner\/here/)
    const path = `/api/v1/namespaces/${account.name}/pods/toolbox-${shortId(ids.ann)}`
    const { spec } = (await account.api.request<V1Pod>('GET', path)).body
    expect(spec?.serviceAccountName).toBe(`learner-${shortId(ids.ann)}`)
  })

  it('has what a learner needs, and their namespaces as contexts', async () => {
    const tools = 'kubectl bash curl dig nc jq yq vim vi nano less'
    expect(await sh(ann, `for tool in ${tools}; do command -v $tool || echo lacks $tool; done`)).not.toMatch(
      /\nlacks /,
    )
    const contexts = await sh(ann, 'kubectl config get-contexts -o name')
    expect(contexts).toContain(`default-${shortId(ids.ann)}`)
    expect(contexts).toContain(shop(ids.ann))
    expect(await sh(ann, `kubectl get pods --context ${shop(ids.ann)}`)).toMatch(/web +1\/1 +Running/)
    expect(await sh(ann, `kubectl get pods -n ${shop(ids.ben)}`)).toContain('Forbidden')
    expect(await sh(ann, `kubectl get secrets -n ${account.name}`)).toContain('Forbidden')
  })

  it('has one set of files for terminal and editor', async () => {
    const path = '/home/learner/policy.yaml'
    await ann.files.write(path, 'kind: NetworkPolicy\n')
    expect(await sh(ann, 'cat policy.yaml')).toContain('kind: NetworkPolicy')
    const told: string[] = []
    const watch = ann.files.watch('/home/learner', changed => told.push(changed))
    const vi = terminalOf(ann, 'vi')
    try {
      const seen = look(vi, 'viewer-vi')
      await seen.sees(prompt)
      seen.type('vi policy.yaml\r')
      await seen.sees(/NetworkPolicy/)
      seen.type('ospec: {}\x1b:wq\r')
      await seen.sees(/written/)
    } finally {
      vi.dispose()
    }
    expect(new TextDecoder().decode(await ann.files.read(path))).toBe('kind: NetworkPolicy\nspec: {}\n')
    await expect.poll(() => told, { timeout: 30_000 }).toContain(path)
    watch.dispose()
    const { files } = ann
    await files.makeDirectory('/home/learner/a/b', { recursive: true })
    await files.write('/home/learner/a/empty', '', { mode: 0o600 })
    await files.write('/home/learner/a/empty', 'end', { append: true })
    expect(await files.list('/home/learner/a')).toEqual(['b', 'empty'])
    expect(await files.stat('/home/learner/a/empty')).toMatchObject({ kind: 'file', size: 3, mode: 0o600 })
    for (const [work, code] of [
      [() => files.read('/home/learner/none'), 'ENOENT'],
      [() => files.read('/home/learner/a'), 'EISDIR'],
      [() => files.write('/home/learner/none/x', ''), 'ENOENT'],
      [() => files.write('/etc/x', ''), 'EROFS'],
      [() => files.remove('/home/learner/a'), 'ENOTEMPTY'],
      [() => files.makeDirectory('/home/learner/a'), 'EEXIST'],
    ] as const)
      await expect(work(), code).rejects.toMatchObject({ code })
  })

  it('shows a viewer who comes back what was there; terminals are several; what runs is told', async () => {
    const [one, other] = [terminalOf(ann, 'one'), terminalOf(ann, 'two')]
    try {
      const first = look(one, 'viewer-1')
      await first.sees(prompt)
      first.attached.resize({ columns: 101, rows: 31 })
      first.type('stty size; here=one\r')
      await first.sees(/31 101/)
      first.attached.dispose()
      const again = look(one, 'viewer-2')
      await again.sees(/31 101/)
      again.type('echo $here; sleep 30\r')
      await expect.poll(() => one.running, { timeout: 30_000 }).toBe('echo $here; sleep 30')
      again.type('\x03')
      await expect.poll(() => one.running, { timeout: 30_000 }).toBe(null)
      const second = look(other, 'viewer-1')
      await second.sees(prompt)
      second.type('echo "<$here>"; exit\r')
      await second.sees(/<>[\s\S]*exit[\s\S]*\$ (?:\x1b\[\?2004h)?$/)
    } finally {
      one.dispose()
      other.dispose()
    }
  })

  it('is not cut off by a default deny of both ways', async () => {
    const learner = createClient(ann.access)
    await learner.request('POST', `/apis/networking.k8s.io/v1/namespaces/${shop(ids.ann)}/networkpolicies`, {
      body: { metadata: { name: 'deny' }, spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } },
    })
    learner.dispose()
    expect(await sh(ann, `kubectl get networkpolicies -n ${shop(ids.ann)}`)).toContain('deny')
  })
})

describe('the wall around toolboxes', () => {
  const podIp = async (namespace: string, name: string) =>
    (await account.api.request<V1Pod>('GET', `/api/v1/namespaces/${namespace}/pods/${name}`)).body.status
      ?.podIP ?? ''
  const reaches = async (host: string, port: number) =>
    (await sh(ann, `nc -z -w 2 ${host} ${port}`)).includes('<status 0>')

  it('opens the API server and the DNS', async () => {
    expect(await sh(ann, 'kubectl version')).toContain('Server Version')
    expect(await sh(ann, 'dig +short kubernetes.default.svc.cluster.local')).toMatch(/\d+\.\d+\.\d+\.\d+/)
  })

  it('closes everything else', async () => {
    const path = '/api/v1/nodes'
    const { items } = (
      await account.api.request<{ items: { status: { addresses: { address: string }[] } }[] }>('GET', path)
    ).body
    const listening = 'while true; do nc -l -p 8080 >/dev/null; done'
    const listener = terminalOf(ben, 'listener')
    const seen = look(listener, 'viewer-listen')
    await seen.sees(prompt)
    seen.type(`${listening}\r`)
    try {
      for (const [what, host, port] of [
        ['a pod of its own sandbox', await podIp(shop(ids.ann), 'web'), 80],
        ['a pod of another', await podIp(shop(ids.ben), 'web'), 80],
        ['another toolbox', await podIp(account.name, `toolbox-${shortId(ids.ben)}`), 8080],
        ['a kubelet', items[0]?.status.addresses[0]?.address ?? '', 10250],
      ] as const)
        expect([what, await reaches(host, port)]).toEqual([what, false])
    } finally {
      listener.dispose()
    }
  })
})
