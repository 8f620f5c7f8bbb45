import { randomBytes } from 'node:crypto'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { connection } from 'next/server'
import { z } from 'zod'
import { DrillView } from '@/components/drills/drill-view'
import { StartButton } from '@/components/home/start-button'
import { Markdown } from '@/components/lesson-text/markdown'
import { SiteHeader } from '@/components/ui/site-header'
import { text } from '@/components/ui/text'
import type { DrillLevel } from '@/lib/learning/drills/drill'
import { currentPerson } from '@/lib/people/session/current-person'
import { runtime } from '@/lib/runtime'
import { drillKind, drillLevel, drillSeed } from '@/protocol'

export const metadata: Metadata = { title: text('drills.title'), description: text('drills.lead') }

/** What a link names; what it leaves out, or names wrongly, is the easiest, or another drill. */
const wanted = z.object({
  kind: drillKind.catch('reach'),
  level: z.coerce.number().pipe(drillLevel).catch(1),
  seed: drillSeed.optional().catch(undefined),
})

type DrillsProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function Drills({ searchParams }: DrillsProps) {
  await connection()
  const { kind, level, seed } = wanted.parse(await searchParams)
  // A seed of its own, so that the address is the drill's.
  if (seed === undefined)
    redirect(`/drills?kind=${kind}&level=${level}&seed=${randomBytes(4).toString('hex')}`)
  const person = await currentPerson()
  const { drills } = runtime()
  const drill = drills.drill({ kind, level: level as DrillLevel, seed })
  return (
    <>
      <SiteHeader />
      <main id="content" tabIndex={-1} className="drills">
        <header className="drills-header">
          <h1>{text('drills.title')}</h1>
          <p>{text('drills.lead')}</p>
        </header>
        <DrillView
          key={`${kind} ${level} ${seed}`}
          drill={drill}
          mastery={person ? await drills.mastery(person) : null}
          policies={
            drill.policies && <Markdown source={`\`\`\`yaml\n${drill.policies}\`\`\`\n`} format="md" />
          }
          start={<StartButton />}
        />
      </main>
    </>
  )
}
