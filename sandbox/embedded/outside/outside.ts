import type { Disposable } from '../../process'
import type { ExternalHost } from '../../provider'
import type { NetworkNamespace } from '../network/stack'
import { serveHost } from './serve-host'

/** The hosts outside the cluster that an exercise declares. */
export interface Outside extends Disposable {
  /** From now on there are these hosts and no others. */
  declare(hosts: readonly ExternalHost[]): void
}

/** `join` gives an address a place on the network. */
export function createOutside(join: (address: string) => NetworkNamespace): Outside {
  let present: Disposable[] = []
  const leave = () => {
    for (const host of present) host.dispose()
    present = []
  }
  return {
    declare(hosts) {
      leave()
      present = hosts.map(({ address, ports }) => {
        const host = join(address)
        serveHost(host, ports)
        return host
      })
    },
    dispose: leave,
  }
}
