import type { V1Endpoints } from '@kubernetes/client-node'
import { define } from '../define'
import { ageColumn, column, nameColumn } from '../printing/columns'
import { validateEndpoints } from './endpoints-validation'

const shown = 3

function addresses({ subsets = [] }: V1Endpoints): string {
  const all = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip }) => ip)
      : ports.flatMap(({ port }) => addresses.map(({ ip }) => `${ip}:${port}`)),
  )
  if (all.length === 0) return '<none>'
  const text = all.slice(0, shown).join(',')
  return all.length > shown ? `${text} + ${all.length - shown} more...` : text
}

export const endpoints = define<V1Endpoints>({
  group: '',
  kind: 'Endpoints',
  name: 'endpoints',
  deprecated: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  shortNames: ['ep'],
  columns: [nameColumn, column('Endpoints', addresses), ageColumn],
  defaults({ subsets = [] }) {
    for (const { ports = [] } of subsets) for (const port of ports) port.protocol ??= 'TCP'
  },
  validate: validateEndpoints,
})
