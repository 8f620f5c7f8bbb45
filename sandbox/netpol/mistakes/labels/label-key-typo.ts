import { field, type Recogniser } from '../recogniser'
import { idlePlaces, selects } from './selector-places'
import { isSlip } from './typo-distance'

/** `apps: web` where everybody is labelled `app: web`. */
export const labelKeyTypo: Recogniser = {
  id: 'label-key-typo',
  *candidates(context) {
    for (const { policy, path, selector, kind, among } of idlePlaces(context)) {
      for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
        if (among.some(labels => key in labels)) continue
        const keys = new Set(among.flatMap(labels => Object.keys(labels)))
        const slips = new Set([...keys].filter(one => isSlip(key, one)))
        // Another word for the key is told if it mends what is wrong, a slip in any case.
        for (const meant of new Set([...slips, ...(kind === 'namespace' ? [] : keys)])) {
          const { [key]: _, ...others } = selector.matchLabels ?? {}
          const matchLabels = { ...others, [meant]: value }
          if (!among.some(labels => selects({ ...selector, matchLabels }, labels))) continue
          const params = { written: `${key}=${value}`, meant: `${meant}=${value}`, key, meantKey: meant }
          yield field(policy, [...path, 'matchLabels'], matchLabels, { params, certain: slips.has(meant) })
        }
      }
    }
  },
}
