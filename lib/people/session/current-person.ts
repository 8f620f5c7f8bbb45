import { headers } from 'next/headers'
import { runtime } from '@/lib/runtime'
import type { Person } from '@/protocol'

/** Who asks for this page, or null; for server components and route handlers. */
export async function currentPerson(): Promise<Person | null> {
  return runtime().personOf((await headers()).get('cookie'))
}
