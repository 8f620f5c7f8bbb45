import type { V1Container, V1Pod } from '@kubernetes/client-node'
import { createCollector, inputOf } from '../../../process'
import type { Cni } from '../../../provider'
import { createServiceAccountTokens } from '../../api/authentication/service-account-tokens'
import { createRegistry } from '../../api/generic-registry'
import { startControllers } from '../../controllers'
import { keepMachine } from '../../machine/kept-machine'
import { registrations } from '../../resources'
import { createStore } from '../../store'
import { bootstrap, certificateAuthority } from '../../system'
import { placeOf } from '../../system/places'
import { nodeName } from './node-name'
import { startNodes } from './start-nodes'

export const namespace = 'netpol-demo'
const mostOutput = 1_000_000

type TestOptions = { enforcementDelay?: number; silentAfter?: number; nodes?: number; dualStack?: boolean }

/** A node with everything that it needs from the control plane, without HTTP: what the tests of this room run on. */
export async function startTestNode(cni: Cni = 'calico', options: TestOptions = {}) {
  const { enforcementDelay = 0, silentAfter, ...made } = options
  const registry = createRegistry({ store: createStore({ directory: undefined }), registrations })
  registry.ipFamilies = made.dualStack ? ['IPv4', 'IPv6'] : ['IPv4']
  bootstrap(registry, placeOf(nodeName, made.dualStack ?? false))
  const accounts = createServiceAccountTokens({ registry })
  const controllers = startControllers({ registry, accounts, certificateAuthority })
  const machine = keepMachine(undefined, { cni, ...made })
  const delays = { enforcementDelay, ...(silentAfter !== undefined && { silentAfter }) }
  const node = startNodes({ registry, machine, accounts, ...delays })
  registry.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })

  const find = (name: string) => registry.find<V1Pod>('pods', namespace, name)
  const until = (what: () => unknown): Promise<void> =>
    new Promise(resolve => {
      const watch = registry.watch('pods', () =>
        queueMicrotask(() => {
          if (!what()) return
          watch.dispose()
          resolve()
        }),
      )
    })
  const isReady = (name: string) =>
    find(name)?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')

  const run = (
    name: string,
    container: Partial<V1Container> & { image: string },
    spec: Partial<V1Pod['spec']> = {},
    labels: Record<string, string> = { app: name },
  ) =>
    registry.create<V1Pod>('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, labels },
      spec: { ...spec, containers: [{ name: 'main', ...container }] },
    })

  /** Runs a command in a pod to its end. */
  const exec = async (pod: string, command: readonly string[], stdin = '', container = 'main') => {
    const [stdout, stderr] = [createCollector(mostOutput), createCollector(mostOutput)]
    const session = await node.kubelet.exec({ namespace, pod, container }, command, {
      stdin: inputOf(stdin),
      stdout,
      stderr,
    })
    const status = await session.exited
    return { status, stdout: stdout.text(), stderr: stderr.text() }
  }

  const deny = (name: string, spec: object) =>
    registry.create('networking.k8s.io/networkpolicies', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace },
      spec,
    } as never)

  await until(() =>
    registry
      .list<V1Pod>('pods', { namespace: 'kube-system', labelSelector: 'k8s-app=kube-dns' })
      .some(pod => pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')),
  )
  return {
    registry,
    accounts,
    node,
    machine,
    run,
    exec,
    deny,
    find,
    until,
    isReady,
    ip: (name: string) => find(name)?.status?.podIP ?? '',
    ready: (...names: string[]) => until(() => names.every(isReady)),
    dispose() {
      node.dispose()
      controllers.dispose()
    },
  }
}
