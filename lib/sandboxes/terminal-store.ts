import { z } from 'zod'
import type { PrismaClient } from '@/lib/database/database'
import type { TerminalStore } from './terminals'

const words = z.record(z.string(), z.string())
const stored = z.object({ cwd: z.string(), env: words, functions: words, history: z.array(z.string()) })

/** Keeps shells' states in the database. A state that a later version wrote and this one cannot read is left out. */
export function createTerminalStore(prisma: PrismaClient): TerminalStore {
  return {
    async load(sandboxId, name) {
      const row = await prisma.terminal.findUnique({ where: { sandboxId_name: { sandboxId, name } } })
      return stored.safeParse(row?.state).data
    },
    async save(sandboxId, name, state) {
      await prisma.terminal.upsert({
        where: { sandboxId_name: { sandboxId, name } },
        create: { sandboxId, name, state },
        update: { state },
        select: { name: true },
      })
    },
  }
}
