import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KubernetesObject } from '@kubernetes/client-node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEmbeddedProvider, type EmbeddedProvider } from '../../embedded/provider'
import { createCollector, emptyInput } from '../../process'
import type { Sandbox } from '../../provider'
import { createShell, shellTools } from '../../shell'
import { createKubectl } from '../kubectl'
import { createMinikube } from '.'

const pod = (name: string, image: string, command?: string[]) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', labels: { app: name } },
  spec: { containers: [{ name, image, ...(command && { command }) }] },
})
const deny = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'deny', namespace: 'default' },
  spec: { podSelector: {}, policyTypes: ['Ingress'] },
}
const objects = [pod('web', 'nginx'), pod('client', 'busybox', ['sleep', '3600']), deny] as KubernetesObject[]

let directory: string
let provider: EmbeddedProvider
let sandbox: Sandbox
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'minikube-'))
  provider = await createEmbeddedProvider({ directory })
  sandbox = await provider.open('one')
  await sandbox.reset({ cni: 'flannel', objects })
})
afterEach(async () => {
  await provider.close()
  rmSync(directory, { recursive: true, force: true })
})

async function run(line: string) {
  const { access, files } = sandbox
  const output = createCollector(1_000_000)
  const programs = { kubectl: createKubectl({ access }), minikube: createMinikube({ access }) }
  const shell = createShell({
    dialect: 'bash',
    name: 'bash',
    programs: name => new Map(Object.entries(programs)).get(name) ?? shellTools[name],
    files,
    env: { HOME: '/home/learner', PATH: '/usr/bin:/bin' },
    cwd: '/home/learner',
    stdin: emptyInput,
    stdout: output,
    stderr: output,
  })
  const status = await shell.run(line)
  return { status, text: output.text() }
}

const ask = async (name = 'web') => {
  const { text } = await run(`kubectl get pod ${name} -o jsonpath='{.status.podIP}'`)
  return (await run(`kubectl exec client -- wget -qO- -T 1 http://${text}`)).text
}
const welcome = expect.stringContaining('Welcome to nginx!')
const dropped = expect.stringContaining('download timed out')

const restart = async () => {
  await provider.close()
  provider = await createEmbeddedProvider({ directory })
  sandbox = await provider.open('one')
}

describe.each([
  'minikube start --cni=calico',
  'kubectl apply -f https://raw.githubusercontent.com/projectcalico/calico/v3.31.2/manifests/calico.yaml && kubectl rollout status ds/calico-node -n kube-system',
])('%s', line => {
  it('brings enforcement for pods that are created afterwards, over a restart, too', async () => {
    expect(await ask()).toEqual(welcome)
    const { status, text } = await run(line)
    expect([status, text]).toEqual([0, expect.not.stringContaining('rror')])
    expect((await run('kubectl get pods -n kube-system')).text).toMatch(/calico-node-\w{5} +1\/1 +Running/)
    expect(await ask()).toEqual(welcome)
    await restart()
    expect(await ask()).toEqual(welcome)
    await run(
      'kubectl get pod web -o yaml > web.yaml; kubectl delete pod web; kubectl run web --image=nginx; kubectl wait pod web --for=condition=Ready',
    )
    expect(await ask()).toEqual(dropped)
    await restart()
    expect(await ask()).toEqual(dropped)
  })
})

describe('minikube', () => {
  it('says what it does, as on a cluster that runs', async () => {
    expect(
      (await run('minikube start --cni=calico --memory=4g --driver=docker')).text,
    ).toMatchInlineSnapshot(`
      "* minikube v1.38.1 on Debian 12.12 (amd64)
      * Using the docker driver based on existing profile
      * Starting "minikube" primary control-plane node in "minikube" cluster
      * Pulling base image v0.0.50 ...
      * Updating the running docker "minikube" container ...
      * Preparing Kubernetes v1.36.3 on containerd 2.3.7 ...
      * Configuring Calico (Container Networking Interface) ...
      * Verifying Kubernetes components...
        - Using image gcr.io/k8s-minikube/storage-provisioner:v5
      * Enabled addons: storage-provisioner, default-storageclass
      * Done! kubectl is now configured to use "minikube" cluster and "default" namespace by default
      "
    `)
  })

  it('deletes the cluster and starts an empty one', async () => {
    expect((await run('minikube delete')).text).toMatchInlineSnapshot(`
      "* Deleting "minikube" in docker ...
      * Deleting container "minikube" ...
      * Removing /home/learner/.minikube/machines/minikube ...
      * Removed all traces of the "minikube" cluster.
      "
    `)
    expect(await run('minikube status')).toMatchInlineSnapshot(`
      {
        "status": 85,
        "text": "* Profile "minikube" not found. Run "minikube profile list" to view all profiles.
      * To start a cluster, run: "minikube start"
      ",
      }
    `)
    expect((await run('kubectl get pods')).text).toContain('localhost:8080 was refused')
    expect((await run('minikube start --cni=calico')).status).toBe(0)
    expect((await run('kubectl get pods')).text).toBe('No resources found in default namespace.\n')
    expect((await run('kubectl get ds -A --no-headers')).text).toMatch(/^kube-system +calico-node +1 +1 +1/)
    expect((await run('kubectl get namespaces,nodes --no-headers')).text).not.toMatch(/\d+m|\d\ds/)
  })

  it('stops and starts again: same objects, new interfaces', async () => {
    await run('minikube start --cni=calico')
    expect((await run('minikube stop')).text).toMatchInlineSnapshot(`
      "* Stopping node "minikube"  ...
      * Powering off "minikube" via SSH ...
      * 1 node stopped.
      "
    `)
    expect((await run('kubectl get pods')).text).toContain('localhost:8080 was refused')
    expect((await run('minikube ip')).status).toBe(83)
    expect((await run('minikube start')).status).toBe(0)
    await run('kubectl wait pod --all --for=condition=Ready')
    expect(await ask()).toEqual(dropped)
  })

  it('tells its status, profile, address and version', async () => {
    expect((await run('minikube status')).text).toMatchInlineSnapshot(`
      "minikube
      type: Control Plane
      host: Running
      kubelet: Running
      apiserver: Running
      kubeconfig: Configured

      "
    `)
    expect((await run('minikube profile list')).text).toMatchInlineSnapshot(`
      "┌──────────┬────────┬────────────┬──────────────┬─────────┬────────┬───────┬────────────────┬────────────────────┐
      │ PROFILE  │ DRIVER │  RUNTIME   │      IP      │ VERSION │ STATUS │ NODES │ ACTIVE PROFILE │ ACTIVE KUBECONTEXT │
      ├──────────┼────────┼────────────┼──────────────┼─────────┼────────┼───────┼────────────────┼────────────────────┤
      │ minikube │ docker │ containerd │ 192.168.49.2 │ v1.36.3 │ OK     │ 1     │ *              │ *                  │
      └──────────┴────────┴────────────┴──────────────┴─────────┴────────┴───────┴────────────────┴────────────────────┘
      "
    `)
    expect((await run('minikube ip; minikube version --short')).text).toBe('192.168.49.2\nv1.38.1\n')
    expect((await run('minikube kubectl -- get ns default -o name')).text).toBe('namespace/default\n')
    expect((await run('minikube ssh')).status).toBe(1)
  })

  it('knows the address of a service that has a port of the node', async () => {
    await run(
      'kubectl expose pod web --port=80 --type=NodePort; kubectl create service clusterip api --tcp=80',
    )
    expect((await run('minikube service web --url')).text).toMatch(/^http:\/\/192\.168\.49\.2:3\d{4}\n$/)
    expect((await run('minikube service api --url')).text).toContain('service default/api has no node port')
    expect((await run('minikube service nobody')).status).toBe(115)
  })

  it('gives kubectl its context back with the next start of a lesson', async () => {
    await run('minikube delete')
    await sandbox.reset({ cni: 'flannel', objects })
    expect((await run('kubectl get pods -o name')).text).toBe('pod/client\npod/web\n')
    expect((await run('minikube status')).status).toBe(0)
  })
})

describe('a cluster of several nodes', () => {
  const nodes = async () =>
    (
      await run(
        'kubectl get nodes -o custom-columns=:.metadata.name,:.status.addresses[0].address,:.spec.podCIDR --no-headers',
      )
    ).text

  it('is started, told of, stopped and started', async () => {
    await run('minikube delete')
    const { text, status } = await run('minikube start --nodes 2 --cni calico')
    expect(status).toBe(0)
    expect(text).toContain(`* Enabled addons: storage-provisioner, default-storageclass

* Starting "minikube-m02" worker node in "minikube" cluster
* Pulling base image v0.0.50 ...
* Creating docker container (CPUs=2, Memory=3900MB) ...
* Found network options:
  - NO_PROXY=192.168.49.2
* Preparing Kubernetes v1.36.3 on containerd 2.3.7 ...
  - env NO_PROXY=192.168.49.2
* Verifying Kubernetes components...
* Done!`)
    expect(await nodes()).toBe(
      'minikube       192.168.49.2   10.244.0.0/24\nminikube-m02   192.168.49.3   10.244.1.0/24\n',
    )
    const agents = await run('kubectl get pods -n kube-system -l k8s-app=calico-node -o name | wc -l')
    expect(agents.text.trim()).toBe('2')
    expect((await run('minikube node list; minikube ip -n m02')).text).toBe(
      'minikube\t192.168.49.2\nminikube-m02\t192.168.49.3\n192.168.49.3\n',
    )
    expect((await run('minikube status')).text).toContain(
      'minikube-m02\ntype: Worker\nhost: Running\nkubelet: Running\n\n',
    )
    expect((await run('minikube stop')).text).toContain('* 2 nodes stopped.\n')
    await restart()
    expect((await run('minikube start --nodes 3')).text).toContain(
      '! You cannot change the number of nodes for an existing minikube cluster.',
    )
    expect((await run('minikube node list')).text).toBe(
      'minikube\t192.168.49.2\nminikube-m02\t192.168.49.3\n',
    )
  })

  it('is given a node more, and one less', async () => {
    expect((await run('minikube node add')).text).toMatch(
      /^\* Adding node m02 to cluster minikube as \[worker\]\n[\s\S]*\n\* Successfully added m02 to minikube!\n$/,
    )
    expect(await nodes()).toContain('minikube-m02')
    expect((await run('minikube node stop m02')).text).toContain('* Successfully stopped node minikube-m02\n')
    expect((await run('minikube status')).status).toBe(7)
    expect((await run('minikube node start m02')).text).toContain(
      '* Successfully started node minikube-m02!\n',
    )
    expect((await run('minikube node start m02')).text).toBe('* m02 is already running\n')
    expect((await run('minikube node delete m02')).text).toMatch(/\* Node m02 was successfully deleted.\n$/)
    expect(await nodes()).not.toContain('minikube-m02')
    expect(await run('minikube node delete m02')).toMatchObject({ status: 80 })
    expect(await run('minikube start --nodes 99')).toMatchObject({ status: 64 })
  })

  it("is cordoned, drained and tainted in kubectl's words", async () => {
    await run('minikube node add')
    await run('kubectl run alone --image nginx --overrides \'{"spec":{"nodeName":"minikube-m02"}}\'')
    await run('kubectl wait pod/alone --for condition=Ready')
    const told = async (line: string) => (await run(line)).text
    expect(await told('kubectl cordon minikube-m02; kubectl cordon minikube-m02; kubectl cordon')).toBe(
      `node/minikube-m02 cordoned
node/minikube-m02 already cordoned
error: USAGE: cordon NODE [flags]
See 'kubectl cordon -h' for help and examples
`,
    )
    expect(await told('kubectl drain minikube-m02')).toBe(
      `node/minikube-m02 already cordoned
error: unable to drain node "minikube-m02" due to error: [cannot delete Pods that declare no controller (use --force to override): default/alone, cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): kube-flannel/X], continuing command...
There are pending nodes to be drained:
 minikube-m02
cannot delete Pods that declare no controller (use --force to override): default/alone
cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): kube-flannel/X
`.replaceAll(
        'X',
        await told(
          'kubectl get pods -n kube-flannel --field-selector spec.nodeName=minikube-m02 -o jsonpath={..metadata.name}',
        ),
      ),
    )
    expect(await told('kubectl drain minikube-m02 --ignore-daemonsets --force')).toMatch(
      /^node\/minikube-m02 already cordoned\nWarning: deleting Pods that declare no controller: default\/alone; ignoring DaemonSet-managed Pods: kube-flannel\/kube-flannel-ds-\w+\nevicting pod default\/alone\npod\/alone evicted\nnode\/minikube-m02 drained\n$/,
    )
    expect(await told('kubectl uncordon minikube-m02')).toBe('node/minikube-m02 uncordoned\n')
    expect(
      await told(
        ['a=b:NoSchedule', 'a=b:NoSchedule', 'a=c:NoSchedule --overwrite', 'a-', 'a-', 'a:Nope', 'a']
          .map(change => `kubectl taint nodes minikube-m02 ${change}`)
          .join(';'),
      ),
    ).toBe(`node/minikube-m02 tainted
error: node minikube-m02 already has a taint(s) with same effect(s) and --overwrite is false
node/minikube-m02 modified
node/minikube-m02 untainted
error: taint "a" not found
error: invalid taint effect: Nope, unsupported taint effect
See 'kubectl taint -h' for help and examples
error: at least one taint update is required
`)
  })

  it('has both families where it is asked to', async () => {
    await run('minikube delete')
    expect((await run('minikube start --ip-family dual')).status).toBe(0)
    expect(
      (await run("kubectl get node minikube -o jsonpath='{.spec.podCIDRs}{.status.addresses[1].address}'"))
        .text,
    ).toBe('["10.244.0.0/24","fd00:10:244::/64"]fd00:192:168:49::2')
    expect(
      (await run("kubectl get svc -n kube-system kube-dns -o jsonpath='{.spec.ipFamilyPolicy}'")).text,
    ).toBe('PreferDualStack')
    await sandbox.reset({ cni: 'calico', objects, dualStack: true })
    expect((await run("kubectl get pod web -o jsonpath='{.status.podIPs[1].ip}'")).text).toMatch(
      /^fd00:10:244::/,
    )
    await sandbox.reset({ cni: 'calico', objects })
    expect((await run("kubectl get pod web -o jsonpath='{.status.podIPs}'")).text).not.toContain('fd00')
    expect((await run('minikube start --ip-family ipv6')).status).toBe(64)
  })

  it('has one node again when a lesson starts', async () => {
    await run('minikube node add')
    await sandbox.reset({ cni: 'calico', objects, nodes: 3 })
    expect((await nodes()).split('\n')).toHaveLength(4)
    await sandbox.reset({ cni: 'calico', objects })
    expect(await nodes()).toBe('minikube   192.168.49.2   10.244.0.0/24\n')
  })
})

describe('minikube addons enable metrics-server', () => {
  it('brings metrics, disabling it takes them away', async () => {
    expect((await run('kubectl top pods')).text).toBe('error: Metrics API not available\n')
    expect((await run('minikube addons enable metrics-server')).text).toContain(
      "The 'metrics-server' addon is enabled",
    )
    await run('kubectl rollout status deploy/metrics-server -n kube-system --timeout=30s')
    await run('kubectl wait --for=condition=Available apiservice/v1beta1.metrics.k8s.io --timeout=30s')
    expect((await run('kubectl top pods --sort-by=memory')).text).toMatch(
      /^NAME {5}CPU\(cores\) {3}MEMORY\(bytes\) {3}\nweb {6}\dm {11}\dMi {13}\nclient {3}\dm {11}\dMi {13}\n$/,
    )
    expect((await run('kubectl top pod web --containers --no-headers')).text).toMatch(
      /^web +web +\dm +\dMi +\n$/,
    )
    expect((await run('kubectl top nodes')).text).toMatch(
      /^NAME +CPU\(cores\) +CPU\(%\) +MEMORY\(bytes\) +MEMORY\(%\) +\nminikube +\d+m +\d+% +\d+Mi +\d+% +\n$/,
    )
    expect((await run('kubectl top pod none')).text).toBe(
      'Error from server (NotFound): podmetrics.metrics.k8s.io "default/none" not found\n',
    )
    expect((await run('minikube addons list')).text).toMatch(/metrics-server +│ minikube │ enabled/)
    await run('minikube addons disable metrics-server')
    expect((await run('kubectl top nodes')).text).toBe('error: Metrics API not available\n')
  }, 60_000)
})
