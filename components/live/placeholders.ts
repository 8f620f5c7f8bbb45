import type { ClusterObjects } from './live-state'

/** `<web-ip>`: the address of the pod `web`; `<web-service-ip>`: of the service. */
export const placeholderPattern = /<([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)-ip>/g

type Named = { metadata?: { name?: string; namespace?: string } }

/** The object of that name in the lesson's namespace, else the only one of that name anywhere. */
function findByName<T extends Named>(list: readonly T[], name: string, namespace: string): T | undefined {
  const named = list.filter(object => object.metadata?.name === name)
  return (
    named.find(object => object.metadata?.namespace === namespace) ??
    (named.length === 1 ? named[0] : undefined)
  )
}

/** What stands for a placeholder's name (without brackets and `-ip`) now, if it is known. */
export function addressOf(name: string, objects: ClusterObjects, namespace: string): string | undefined {
  const service = name.endsWith('-service') && name.slice(0, -'-service'.length)
  if (service) return findByName(objects.services, service, namespace)?.spec?.clusterIP
  const pod =
    findByName(objects.pods, name, namespace) ??
    // Made again by a Deployment it has another name, but still its label.
    objects.pods.find(
      ({ metadata, status }) =>
        metadata?.namespace === namespace && metadata.labels?.app === name && status?.podIP !== undefined,
    )
  return pod?.status?.podIP
}

/** Names of the pods and services whose addresses a text asks for. */
export const placeholdersIn = (text: string): string[] =>
  [...text.matchAll(placeholderPattern)].map(([, name]) => name!.replace(/-service$/, ''))

/** A text with every known placeholder filled; unknown ones stay as they are. */
export function fillPlaceholders(text: string, objects: ClusterObjects, namespace: string): string {
  return text.replace(
    placeholderPattern,
    (whole, name: string) => addressOf(name, objects, namespace) ?? whole,
  )
}
