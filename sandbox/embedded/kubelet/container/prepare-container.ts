import type { V1Container } from '@kubernetes/client-node'
import type { ContainerWorkerOptions } from '../container-worker'
import type { PulledImage } from '../pull'
import type { ContainerOptions } from './container'
import { createContainerFiles } from './container-files'
import { environmentOf, expandVariables } from './environment'
import { checkNonRoot, identityOf } from './identity'

type Prepared = Pick<ContainerWorkerOptions, 'node' | 'pod' | 'spec' | 'probe' | 'volumes' | 'network'>

/**
 * What a container is started with, from its pod and its image. Throws `EnvironmentError`, `IdentityError` or `FileError`
 * where what it needs is not there or does not fit.
 */
export function prepareContainer(
  { node, pod, spec, probe, volumes, network: networkOf }: Prepared,
  image: PulledImage['image'],
): ContainerOptions {
  const network = networkOf()
  const container = spec as V1Container
  const common = { pod: pod(), container, podIps: network.addresses }
  checkNonRoot({ ...common, image })
  const environment = environmentOf({
    ...common,
    registry: node.registry,
    image: image.environment,
    hostIps: node.place.addresses,
  })
  const expand = (words: readonly string[]) => words.map(word => expandVariables(word, environment))
  const entrypoint = spec.command ? expand(spec.command) : image.entrypoint
  const args = spec.args ? expand(spec.args) : spec.command ? [] : image.command
  const { spec: podSpec, metadata } = pod()
  return {
    image,
    command: [...entrypoint, ...args],
    environment,
    workingDirectory: spec.workingDir ?? image.workingDirectory,
    files: createContainerFiles({
      ...common,
      pod,
      image,
      network,
      mounts: () => volumes.mountsOf(container, environment),
    }),
    hostname: podSpec?.hostname ?? metadata!.name!,
    user: identityOf({ ...common, image }),
    network,
    probe,
    stdin: spec.stdin ?? false,
    tty: spec.tty ?? false,
  }
}
