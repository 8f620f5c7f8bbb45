import { stringify } from 'yaml'
import type { PrismaClient } from '@/lib/database/database'
import { Refusal } from '@/lib/refusal'
import type { DrillPage, DrillResult, Mastery, Person } from '@/protocol'
import { type Drill, DrillAnswerError, type DrillLevel, type DrillRequest } from './drill'
import { makeDrill } from './make-drill'
import { createDrillProgress } from './mastery'

/** The endless trainer: drills that follow from a seed, judged by the engine, counted by concept. */
export interface Drills {
  drill(request: DrillRequest): DrillPage
  /** Refused with `unusable-answer` when it is none; that does not count. */
  answer(person: Person, request: DrillRequest, answer: string): Promise<DrillResult>
  mastery(person: Person): Promise<Mastery>
}

export function createDrills(prisma: PrismaClient): Drills {
  const progress = createDrillProgress(prisma)
  return {
    drill: request => pageOf(makeDrill(request)),
    async answer({ id }, request, answer) {
      const drill = makeDrill(request)
      const { right, rightOption, explanation } = judged(drill, answer)
      await progress.answered(id, drill, right)
      return {
        right,
        ...(rightOption !== undefined && { rightOption }),
        explanation: [...explanation],
        mastery: await progress.of(id),
      }
    },
    mastery: ({ id }) => progress.of(id),
  }
}

function judged(drill: Drill, answer: string) {
  try {
    return drill.judge(answer)
  } catch (error) {
    if (error instanceof DrillAnswerError) throw new Refusal('unusable-answer', error.message)
    throw error
  }
}

function pageOf({ kind, level, seed, concepts, question, setting, table, options }: Drill): DrillPage {
  const { namespaces, pods, policies } = setting
  const labelsOf = (labels: Record<string, string> = {}) =>
    Object.fromEntries(Object.entries(labels).filter(([key]) => key !== 'kubernetes.io/metadata.name'))
  return {
    kind,
    level: level as DrillLevel,
    seed,
    concepts: [...concepts],
    question,
    namespaces: namespaces.map(({ metadata }) => ({
      name: metadata?.name ?? '',
      labels: labelsOf(metadata?.labels),
    })),
    pods: pods.map(({ metadata }) => ({
      namespace: metadata?.namespace ?? '',
      name: metadata?.name ?? '',
      labels: labelsOf(metadata?.labels),
    })),
    policies: table ? null : policies.map(policy => stringify(policy, { indentSeq: false })).join('---\n'),
    table: table ? [...table] : null,
    options: options ? [...options] : null,
  }
}
