import type { V1EndpointSlice } from '@kubernetes/client-node'
import { define } from '../define'
import { ageColumn, column, nameColumn } from '../printing/columns'
import { validateEndpointSlice } from './endpoint-slice-validation'

const unset = '<unset>'
const shown = 3

const few = (texts: readonly string[]) =>
  texts.length > shown
    ? `${texts.slice(0, shown).join(',')} + ${texts.length - shown} more...`
    : texts.join(',') || unset

export const endpointSlices = define<V1EndpointSlice>({
  group: 'discovery.k8s.io',
  kind: 'EndpointSlice',
  name: 'endpointslices',
  columns: [
    nameColumn,
    column('AddressType', ({ addressType }) => addressType),
    column('Ports', ({ ports }) =>
      few((ports ?? []).map(({ port, name }) => (port ? String(port) : name || '*'))),
    ),
    column('Endpoints', ({ endpoints }) => few((endpoints ?? []).flatMap(({ addresses }) => addresses))),
    ageColumn,
  ],
  generation: true,
  validate: validateEndpointSlice,
  defaults({ ports }) {
    for (const port of ports ?? []) {
      port.name ??= ''
      port.protocol ??= 'TCP'
    }
  },
})
