import type { V1Pod } from '@kubernetes/client-node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { graderUser } from '../../credentials'
import { namespace, startTestNode } from '../../kubelet/node/node.fixture'
import { guardProbeContainers } from './probe-containers'

const learner = { username: 'minikube-user', groups: [] }
const grader = { username: graderUser, groups: [] }

let lab: Awaited<ReturnType<typeof startTestNode>>
beforeAll(async () => {
  lab = await startTestNode()
  lab.run('web', { image: 'nginx' })
  await lab.ready('web')
})
afterAll(() => lab.dispose())

function add(user: typeof learner, name: string, targetContainerName?: string) {
  const pod = structuredClone(lab.find('web')!) as V1Pod
  pod.spec!.ephemeralContainers = [
    ...(pod.spec!.ephemeralContainers ?? []),
    { name, image: 'busybox', command: ['sleep', '60'], ...(targetContainerName && { targetContainerName }) },
  ]
  return guardProbeContainers(lab.registry, user).update('pods', pod, { subresource: 'ephemeralcontainers' })
}

it('lets the grader add its containers, and learners their own', () => {
  expect(() => add(grader, 'netpol-lab-probe')).not.toThrow()
  expect(() => add(learner, 'debugger')).not.toThrow()
  expect(lab.find('web')?.spec?.ephemeralContainers?.map(({ name }) => name)).toEqual([
    'netpol-lab-probe',
    'debugger',
  ])
})

it('lets no learner pass for the grader, or look into its containers', () => {
  expect(() => add(learner, 'netpol-lab-probe-2')).toThrow(
    `pods "web" is forbidden: User "minikube-user" cannot update resource "pods/ephemeralcontainers" in API group "" in the namespace "${namespace}": names that begin with netpol-lab-probe are the grader's`,
  )
  expect(() => add(learner, 'spy', 'netpol-lab-probe')).toThrow('is forbidden')
})
