import type { V1LabelSelector } from '@kubernetes/client-node'
import type { Path } from '../policy'
import { type Candidate, field, type Recogniser } from '../recogniser'
import { idlePlaces, type SelectorPlace, selects } from './selector-places'
import { isSlip } from './typo-distance'

type Value = { key: string; value: string; path: Path; mended(meant: string): V1LabelSelector }

function valuesOf({ selector, path }: SelectorPlace): Value[] {
  const labels = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => ({
    key,
    value,
    path: [...path, 'matchLabels', key],
    mended: (meant: string) => ({ ...selector, matchLabels: { ...selector.matchLabels, [key]: meant } }),
  }))
  const expressions = (selector.matchExpressions ?? []).flatMap((expression, index) =>
    expression.operator !== 'In'
      ? []
      : (expression.values ?? []).map((value, place) => ({
          key: expression.key,
          value,
          path: [...path, 'matchExpressions', index, 'values', place],
          mended: (meant: string) => ({
            ...selector,
            matchExpressions: selector.matchExpressions?.with(index, {
              ...expression,
              values: expression.values?.with(place, meant),
            }),
          }),
        })),
  )
  return [...labels, ...expressions]
}

function* typosAt(place: SelectorPlace): Iterable<Candidate> {
  const { policy, among } = place
  for (const { key, value, path, mended } of valuesOf(place)) {
    const values = new Set(among.map(labels => labels[key]).filter(one => one !== undefined))
    if (values.has(value)) continue
    for (const meant of values) {
      if (!among.some(labels => selects(mended(meant), labels))) continue
      const params = { written: `${key}=${value}`, meant: `${key}=${meant}`, key }
      yield field(policy, path, meant, { params, certain: isSlip(value, meant) })
    }
  }
}

/** `app: wbe` where everybody is labelled `app: web`. */
export const labelValueTypo: Recogniser = {
  id: 'label-value-typo',
  *candidates(context) {
    for (const place of idlePlaces(context)) yield* typosAt(place)
  },
}
