import { field, type Recogniser } from '../recogniser'
import { type LabelMap, selectorPlaces, selects } from './selector-places'

/** A label that no pod had before, given by hand to those that run: who comes tomorrow does not have it. */
export const todaysLabel: Recogniser = {
  id: 'todays-label',
  *candidates(context) {
    const { podsBefore } = context
    if (!podsBefore) return
    const hadBefore = (key: string, value: string) =>
      podsBefore.some(({ metadata }) => metadata?.labels?.[key] === value)
    for (const policy of context.policies) {
      for (const { path, selector, kind, among } of selectorPlaces(context, policy)) {
        if (kind === 'namespace') continue
        for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
          if (hadBefore(key, value)) continue
          const { [key]: _, ...others } = selector.matchLabels ?? {}
          const own = among
            .filter(labels => selects(selector, labels))
            .flatMap(labels => Object.entries(labels))
            .filter(one => hadBefore(...one))
          const choices = new Map(
            own.map(([one, its]): [string, LabelMap] => [`${one}=${its}`, { [one]: its }]),
          )
          for (const [text, label] of choices) {
            const params = { written: `${key}=${value}`, meant: text }
            yield field(policy, [...path, 'matchLabels'], { ...others, ...label }, { params })
          }
        }
      }
    }
  },
}
