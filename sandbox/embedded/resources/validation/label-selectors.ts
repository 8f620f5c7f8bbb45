import type { V1LabelSelector } from '@kubernetes/client-node'
import type { FieldError } from '../registration'
import { forbiddenField, invalidValue, required } from './field-errors'
import { validateLabels } from './metadata'
import { labelValue, qualifiedName } from './names'

const withValues = ['In', 'NotIn']
const withoutValues = ['Exists', 'DoesNotExist']

/** apimachinery, meta/v1/validation ValidateLabelSelector. */
export const validateLabelSelector = (selector: V1LabelSelector | undefined, path: string): FieldError[] => [
  ...validateLabels(selector?.matchLabels, `${path}.matchLabels`),
  ...(selector?.matchExpressions ?? []).flatMap(({ key, operator, values = [] }, index) => {
    const field = `${path}.matchExpressions[${index}]`
    const errors: FieldError[] = []
    if (withValues.includes(operator)) {
      if (values.length === 0) {
        errors.push(required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'"))
      }
    } else if (withoutValues.includes(operator)) {
      if (values.length > 0) {
        errors.push(
          forbiddenField(
            `${field}.values`,
            "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
          ),
        )
      }
    } else errors.push(invalidValue(`${field}.operator`, operator, 'not a valid selector operator'))
    errors.push(...qualifiedName(key).map(detail => invalidValue(`${field}.key`, key, detail)))
    for (const [at, value] of values.entries()) {
      errors.push(...labelValue(value).map(detail => invalidValue(`${field}.values[${at}]`, value, detail)))
    }
    return errors
  }),
]
