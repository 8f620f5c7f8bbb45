import type { Kubeconfig } from '../kubeconfig/kubeconfig'
import type { Live } from './live'

type Source = () => Promise<Live & { config: Kubeconfig }>

/** What the arguments of a command are. */
type Arguments = 'objects' | 'pods' | 'types' | 'contexts' | 'clusters' | 'users'

const byCommand: Readonly<Record<string, Arguments>> = {
  'kubectl annotate': 'objects',
  'kubectl attach': 'pods',
  'kubectl config delete-cluster': 'clusters',
  'kubectl config delete-context': 'contexts',
  'kubectl config delete-user': 'users',
  'kubectl config get-contexts': 'contexts',
  'kubectl config rename-context': 'contexts',
  'kubectl config set-context': 'contexts',
  'kubectl config use-context': 'contexts',
  'kubectl debug': 'pods',
  'kubectl delete': 'objects',
  'kubectl describe': 'objects',
  'kubectl edit': 'objects',
  'kubectl exec': 'pods',
  'kubectl explain': 'types',
  'kubectl expose': 'objects',
  'kubectl get': 'objects',
  'kubectl label': 'objects',
  'kubectl logs': 'pods',
  'kubectl patch': 'objects',
  'kubectl port-forward': 'pods',
  'kubectl rollout history': 'objects',
  'kubectl rollout pause': 'objects',
  'kubectl rollout restart': 'objects',
  'kubectl rollout resume': 'objects',
  'kubectl rollout status': 'objects',
  'kubectl rollout undo': 'objects',
  'kubectl scale': 'objects',
  'kubectl set env': 'objects',
  'kubectl set image': 'objects',
  'kubectl wait': 'objects',
}

/** Values of flags that are always the same few. */
export const flagValues: Readonly<Record<string, readonly string[]>> = {
  cascade: ['background', 'foreground', 'orphan'],
  'dry-run': ['client', 'none', 'server'],
  for: ['condition=', 'create', 'delete', 'jsonpath='],
  'image-pull-policy': ['Always', 'IfNotPresent', 'Never'],
  protocol: ['SCTP', 'TCP', 'UDP'],
  restart: ['Always', 'Never', 'OnFailure'],
  type: ['json', 'merge', 'strategic'],
  validate: ['ignore', 'strict', 'warn'],
}

/** Candidates for the next argument of a command that already has `args`. */
export async function argumentsOf(
  commandPath: string,
  args: readonly string[],
  typed: string,
  live: Source,
): Promise<string[]> {
  const what = byCommand[commandPath]
  if (!what) return []
  const source = await live()
  if (what === 'contexts' || what === 'clusters' || what === 'users') return [...source.config[what].keys()]
  const [type, ...names] = args
  const slash = typed.indexOf('/')
  if (slash > 0) {
    const prefix = typed.slice(0, slash)
    return (await source.names(prefix)).map(name => `${prefix}/${name}`)
  }
  if (what === 'pods') return type === undefined ? source.names('pods') : []
  if (type === undefined) return typesFor(source.types(), typed)
  if (what === 'types' || type.includes('/') || type.includes(',')) return []
  const taken = new Set(names)
  return (await source.names(type)).filter(name => !taken.has(name))
}

/** A comma asks for one more type. */
function typesFor(types: readonly string[], typed: string): string[] {
  const comma = typed.lastIndexOf(',')
  const prefix = typed.slice(0, comma + 1)
  return types.map(type => prefix + type)
}
