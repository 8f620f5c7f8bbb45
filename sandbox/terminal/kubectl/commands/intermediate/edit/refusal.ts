import type { ApiStatusError } from '../../../../../client'
import { qualifiedResource } from '../../../resources/mapper'
import type { Info } from '../../../resources/select'

/** What stderr says of an object that the server refused (editResults.addError). */
export function refusalOf(error: ApiStatusError, { resource, name }: Info): string {
  const what = `error: ${qualifiedResource(resource)} ${JSON.stringify(name)}`
  if (error.reason === 'Invalid') return `${what} is invalid\n`
  if (error.reason === 'NotFound') return `${what} could not be found on the server\n`
  return `${what} could not be patched: ${error.message}\n`
}

/** What the file says above the objects when it is opened again. */
export function reasonOf({ status }: ApiStatusError, { resource, name }: Info): string {
  const causes = (status.details?.causes ?? []).map(
    ({ field, message }) => `# * ${field}: ${commented(`${message}`)}\n`,
  )
  const head = `# ${qualifiedResource(resource)} ${JSON.stringify(name)} was not valid`
  return `${head}${causes.length > 0 ? ':' : ''}\n${causes.join('')}#\n`
}

/** Several lines inside a comment. */
export const commented = (text: string): string => text.replace(/\n(?=[^#])/g, '\n# ')
