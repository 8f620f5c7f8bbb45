import type { V1Secret } from '@kubernetes/client-node'
import { define } from '../define'
import { ageColumn, column, nameColumn } from '../printing/columns'
import type { FieldError } from '../registration'
import { invalidValue, required } from '../validation/field-errors'
import { configMapKey } from '../validation/names'
import { immutableErrors } from './config-maps'

/** Keys that a type of secret must have. */
const requiredKeys: ReadonlyMap<string, readonly string[]> = new Map([
  ['kubernetes.io/dockercfg', ['.dockercfg']],
  ['kubernetes.io/dockerconfigjson', ['.dockerconfigjson']],
  ['kubernetes.io/ssh-auth', ['ssh-privatekey']],
  ['kubernetes.io/tls', ['tls.crt', 'tls.key']],
])

const accountName = 'kubernetes.io/service-account.name'

export const secrets = define<V1Secret>({
  group: '',
  kind: 'Secret',
  name: 'secrets',
  columns: [
    nameColumn,
    column('Type', ({ type }) => type ?? ''),
    column('Data', ({ data }) => Object.keys(data ?? {}).length),
    ageColumn,
  ],
  fields: { type: ({ type }) => type ?? '' },
  defaults(secret) {
    for (const [key, value] of Object.entries(secret.stringData ?? {})) {
      secret.data = { ...secret.data, [key]: Buffer.from(value).toString('base64') }
    }
    delete secret.stringData
    secret.type ??= 'Opaque'
  },
  validate({ data = {}, type = '', metadata }) {
    const errors: FieldError[] = Object.keys(data).flatMap(key =>
      configMapKey(key).map(detail => invalidValue(`data[${key}]`, key, detail)),
    )
    if (type === 'kubernetes.io/service-account-token' && !metadata?.annotations?.[accountName])
      errors.push(required(`metadata.annotations[${accountName}]`))
    for (const key of requiredKeys.get(type) ?? []) {
      if (!Object.hasOwn(data, key)) errors.push(required(`data[${key}]`))
    }
    // One of them is enough; without both, both are missed.
    if (type === 'kubernetes.io/basic-auth' && data.username === undefined && data.password === undefined)
      errors.push(required('data[username]'), required('data[password]'))
    return errors
  },
  validateUpdate: (secret, old) => [
    ...(secret.type === old.type ? [] : [invalidValue('type', secret.type, 'field is immutable')]),
    ...immutableErrors(secret, old, ['data']),
  ],
})
