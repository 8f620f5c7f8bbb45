import { compileSelector } from '../../compile/selectors'
import { selectorText } from '../../explain/texts'
import { field, type Recogniser } from '../recogniser'
import { idlePlaces, labelChoices } from './selector-places'

/** A policy that selects no pod isolates nobody and lets nobody in. */
export const selectsNothing: Recogniser = {
  id: 'selects-nothing',
  alone: true,
  unless: ['label-key-typo', 'label-value-typo', 'wrong-namespace'],
  *candidates(context) {
    for (const { policy, path, selector, kind } of idlePlaces(context)) {
      if (kind !== 'subject' || context.isOld(policy)) continue
      const params = { selector: selectorText(compileSelector(selector)) }
      for (const matchLabels of labelChoices(context, policy))
        yield field(policy, path, { matchLabels }, { params })
      // Whatever was meant instead: that nobody is selected is a fact.
      yield {
        ...field(policy, path, selector, { params, certain: true }),
        mending: { change: objects => objects },
      }
    }
  },
}
