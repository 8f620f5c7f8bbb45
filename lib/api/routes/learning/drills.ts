import { z } from 'zod'
import type { DrillLevel, DrillRequest } from '@/lib/learning/drills/drill'
import { answerDrill, drillKind, drillLevel, drillPage, drillResult, drillSeed } from '@/protocol'
import { ApiProblem } from '../../problem'
import { openRoute, route } from '../../route'

const level = z.string().regex(/^[1-5]$/, { error: 'a level is a number from 1 to 5' })

function requestOf(kind: string | undefined, rest: { level: unknown; seed: unknown }): DrillRequest {
  const parsed = z
    .object({ kind: drillKind, level: drillLevel, seed: drillSeed })
    .safeParse({ kind, ...rest })
  if (!parsed.success) throw new ApiProblem('unknown-route', 'There is no such kind of drill.')
  return { ...parsed.data, level: parsed.data.level as DrillLevel }
}

export const drillRoutes = [
  openRoute({
    method: 'GET',
    path: '/drills/{kind}',
    summary: 'A drill without its answer. The same seed gives the same drill.',
    query: {
      level: { schema: level, about: 'From 1 to 5.' },
      seed: { schema: drillSeed, about: 'Names the drill; letters, digits and "-".' },
    },
    response: drillPage,
    handle: async ({ services, path, query }) =>
      services.drills.drill(requestOf(path.kind, { level: Number(query.level), seed: query.seed })),
  }),
  route({
    method: 'POST',
    path: '/drills/{kind}',
    summary: 'Judges an answer to a drill and says why. The first answer counts for mastery.',
    body: answerDrill,
    response: drillResult,
    problems: ['unusable-answer'],
    handle: ({ services, person, path, body }) =>
      services.drills.answer(person, requestOf(path.kind, body), body.answer),
  }),
]
