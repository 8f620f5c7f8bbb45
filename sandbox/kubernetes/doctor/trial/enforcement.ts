import type { Tried } from '../facts/facts'
import { type Laboratory, type PodName, probeTimeout } from './laboratory'

/** Does a deny block, does an allow open, and how soon? */
export async function tryEnforcement(
  lab: Laboratory,
  from: PodName,
  to: PodName,
): Promise<{ deny: Tried; allow: Tried }> {
  const path = `/apis/networking.k8s.io/v1/namespaces/${to.namespace}/networkpolicies`
  const apply = (name: string, spec: object) =>
    lab.client.request('POST', path, { body: { metadata: { name }, spec }, signal: lab.signal })
  const reaches = async () => (await lab.connect(from, to)) === 'connected'

  const before = await lab.until('two pods without any policy do not reach each other', reaches)
  if (!before.worked) return { deny: before, allow: before }
  const podSelector = { matchLabels: { app: to.name } }
  await apply('deny', { podSelector, policyTypes: ['Ingress'] })
  const deny = await lab.until(
    'a pod reaches another that a policy isolates',
    async () => !(await reaches()),
    probeTimeout,
  )
  await apply('allow', {
    podSelector,
    ingress: [{ from: [{ podSelector: { matchLabels: { app: from.name } } }] }],
  })
  const allow = await lab.until('a pod does not reach another that a policy lets it reach', reaches)
  for (const name of ['deny', 'allow'])
    await lab.client.request('DELETE', `${path}/${name}`, { signal: lab.signal })
  await lab.until('', reaches)
  return { deny, allow }
}
