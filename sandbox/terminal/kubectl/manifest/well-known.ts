import { profiles } from '../../../embedded/cni'
import { metricsServerManifest } from '../../../embedded/metrics/manifest'
import type { Cni } from '../../../provider'

const raw = 'https?://raw\\.githubusercontent\\.com'

/**
 * Addresses under which plug-ins publish their manifests. A sandbox reaches no other machine: it has manifests of its
 * own that install the same.
 */
const addresses: readonly (readonly [address: RegExp, cni: Cni])[] = [
  [new RegExp(`^${raw}/projectcalico/calico/[^/]+/manifests/calico(-policy-only)?\\.yaml$`), 'calico'],
  [/^https?:\/\/docs\.(projectcalico|tigera)\.(org|io)\/(.+\/)?manifests\/calico\.yaml$/, 'calico'],
  [/^https?:\/\/docs\.projectcalico\.org\/(.+\/)?calico\.yaml$/, 'calico'],
  [new RegExp(`^${raw}/(flannel-io|coreos)/flannel/[^/]+/Documentation/kube-flannel\\.yml$`), 'flannel'],
  [/^https?:\/\/github\.com\/flannel-io\/flannel\/releases\/.+\/kube-flannel\.yml$/, 'flannel'],
  [/^https?:\/\/github\.com\/weaveworks\/weave\/releases\/.+\/weave-daemonset-k8s\S*\.yaml$/, 'weave'],
  [new RegExp(`^${raw}/cloudnativelabs/kube-router/[^/]+/daemonset/.*kube-?router.*\\.yaml$`), 'kube-router'],
]

const metricsServer =
  /^https?:\/\/github\.com\/kubernetes-sigs\/metrics-server\/releases\/.+\/(components|high-availability\S*)\.yaml$/

/** The text of a manifest that is known by its address. */
export function wellKnownManifest(url: string): string | undefined {
  const found = addresses.find(([address]) => address.test(url))
  const items = metricsServer.test(url) ? metricsServerManifest : found && profiles[found[1]].manifest
  return items && JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
}
