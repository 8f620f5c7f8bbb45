import type { V1ContainerPort, V1Pod } from '@kubernetes/client-node'

/** A port that nobody has in mind, for names that no pod of the start has. */
const unnamed = 31_998

/**
 * The ports that policies speak of by name (`name/protocol`), as the pods of the start number them: a pod that nobody
 * thought of may have ports of these names, too.
 */
export function namedPorts(names: readonly string[], pods: readonly V1Pod[]): V1ContainerPort[] {
  const known = pods.flatMap(({ spec }) => (spec?.containers ?? []).flatMap(({ ports }) => ports ?? []))
  return names.map(text => {
    const [name = '', protocol = 'TCP'] = text.split('/')
    const same = known.find(one => one.name === name && (one.protocol ?? 'TCP') === protocol)
    return { name, protocol, containerPort: same?.containerPort ?? unnamed }
  })
}
