import type { KubernetesObject, V1PodSpec, V1ServiceSpec } from '@kubernetes/client-node'
import { z } from 'zod'
import type { KubernetesClient } from '@/sandbox/client'
import type { StartObject } from '@/sandbox/exercise'
import type { Translate } from '@/sandbox/provider'
import { learnerObjects } from './learner-objects'

/** An answer that passed, as it is kept: the objects that stood then, and what was typed. It can be graded again. */
export const storedAnswerSchema = z.object({
  objects: z.array(z.custom<StartObject>(value => typeof value === 'object' && value !== null)),
  answers: z.record(z.string(), z.string()),
})
export type StoredAnswer = z.infer<typeof storedAnswerSchema>

/** More than this is not kept (bytes of JSON): such an answer is not graded again. */
const most = 1_000_000

type Kept = KubernetesObject & { spec?: Record<string, unknown>; data?: unknown; type?: string }

/** The answer that stands in a sandbox now; null if it cannot be kept. */
export async function answerNow(
  client: KubernetesClient,
  answers: Readonly<Record<string, string>>,
  /** From the names that namespaces have in this sandbox to those of the lesson. */
  toLesson: Translate = value => value,
): Promise<StoredAnswer | null> {
  const objects = (await learnerObjects<Kept>(client)).flatMap(({ resource, apiVersion, kind, items }) =>
    items
      // What a controller made, it makes again.
      .filter(({ metadata }) => !metadata?.ownerReferences?.length && !metadata?.deletionTimestamp)
      .map(item => toLesson(plain({ ...item, apiVersion, kind })))
      .filter(({ metadata }) => !(resource === 'namespaces' && metadata?.name === 'default')),
  )
  const answer = { objects, answers: { ...answers } }
  const text = JSON.stringify(answer)
  // PostgreSQL's JSON holds no NUL.
  return text.length > most || text.includes('\\u0000') ? null : answer
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'
const serviceAccountToken = /^kube-api-access-/

/** Without what the API server, the scheduler and the grader have added. */
function plain({ apiVersion, kind, metadata, spec, data, type }: Kept): StartObject {
  const { [lastApplied]: _, ...annotations } = metadata?.annotations ?? {}
  const cleaned =
    kind === 'Pod'
      ? plainPod(spec as unknown as V1PodSpec)
      : kind === 'Service'
        ? plainService(spec as V1ServiceSpec)
        : spec
  return {
    apiVersion,
    kind,
    metadata: {
      name: metadata?.name,
      ...(metadata?.namespace && { namespace: metadata.namespace }),
      ...(metadata?.labels && { labels: withoutOurs(metadata.labels) }),
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
    ...(cleaned && kind !== 'Namespace' && { spec: cleaned }),
    ...(data !== undefined && { data }),
    ...(type !== undefined && { type }),
  } as StartObject
}

/** Labels by which a shared cluster's namespaces are known and guarded. */
const ours = /^(netpol-lab\.dev|pod-security\.kubernetes\.io)\//

const withoutOurs = (labels: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(labels).filter(
      ([key, value]) =>
        !ours.test(key) && !(key === 'app.kubernetes.io/managed-by' && value === 'netpol-lab'),
    ),
  )

function plainPod(spec: V1PodSpec): Partial<V1PodSpec> {
  const { nodeName: _node, ephemeralContainers: _grader, volumes = [], containers, ...rest } = spec
  return {
    ...rest,
    volumes: volumes.filter(({ name }) => !serviceAccountToken.test(name)),
    containers: containers.map(({ volumeMounts = [], ...container }) => ({
      ...container,
      volumeMounts: volumeMounts.filter(({ name }) => !serviceAccountToken.test(name)),
    })),
  }
}

/** A headless service says so; other addresses are given anew. */
function plainService({ clusterIP, clusterIPs: _, ...rest }: V1ServiceSpec): Partial<V1ServiceSpec> {
  return clusterIP === 'None' ? { ...rest, clusterIP } : rest
}
