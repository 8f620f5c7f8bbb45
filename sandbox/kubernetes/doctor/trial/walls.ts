import { labels, ownLabels } from '../../labels'
import { applyWall, servedForms } from '../../wall'
import type { Tried, WallTried } from '../facts/facts'
import { type Laboratory, type PodName, probeTimeout } from './laboratory'

/**
 * Builds a wall of each kind that the API serves around a throw-away sandbox: does it keep another's pod out, and
 * leave the sandbox's own pods alone? The kind that is served is not always one that somebody enforces.
 */
export async function tryWalls(lab: Laboratory, inside: PodName, target: PodName): Promise<WallTried[]> {
  const sandbox = sandboxOf(lab)
  const home = await lab.namespace('other', {
    ...ownLabels('canary'),
    [labels.sandbox]: `${sandbox}-other`,
  })
  const outside = await lab.server(home, 'outside')
  const walls: WallTried[] = []
  for (const form of await servedForms(lab.client)) {
    const wall = await applyWall(lab.client, { controlNamespace: home, internet: false }, [form])
    try {
      await wall.enclose(sandbox)
      walls.push({ kind: form.kind, tried: await holds(lab, { inside, outside, target }) })
    } finally {
      await wall.release(sandbox)
      await wall.remove()
    }
    await lab.until('', async () => (await lab.connect(outside, target)) === 'connected')
  }
  return walls
}

/** The sandbox that the throw-away pods are in. */
export const sandboxOf = ({ id }: Pick<Laboratory, 'id'>): string => `doctor-${id}`

async function holds(
  lab: Laboratory,
  { inside, outside, target }: Record<'inside' | 'outside' | 'target', PodName>,
): Promise<Tried> {
  const closed = await lab.until(
    'a pod of another tenant gets through',
    async () => (await lab.connect(outside, target)) !== 'connected',
    probeTimeout,
  )
  if (!closed.worked) return closed
  const open = (await lab.connect(inside, target)) === 'connected'
  return open ? closed : { worked: false, why: 'it also closes what no policy closes' }
}
