import type { V1PodSpec } from '@kubernetes/client-node'

/** Guaranteed, Burstable or BestEffort, by the requests and limits of cpu and memory. */
export function qualityOfService(spec: V1PodSpec | undefined): string {
  // What a whole pod asks for counts instead of what its containers do.
  const ofPod =
    (spec?.resources?.requests ?? spec?.resources?.limits) ? [{ resources: spec?.resources }] : undefined
  const containers = ofPod ?? [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])]
  const asked = containers.map(({ resources }) => ({
    requests: resources?.requests ?? {},
    limits: resources?.limits ?? {},
  }))
  const any = asked.some(({ requests, limits }) =>
    ['cpu', 'memory'].some(name => requests[name] !== undefined || limits[name] !== undefined),
  )
  if (!any) return 'BestEffort'
  const guaranteed = asked.every(({ requests, limits }) =>
    ['cpu', 'memory'].every(
      name => limits[name] !== undefined && (requests[name] === undefined || requests[name] === limits[name]),
    ),
  )
  return guaranteed ? 'Guaranteed' : 'Burstable'
}
