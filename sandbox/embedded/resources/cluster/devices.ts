import type { KubernetesObject } from '@kubernetes/client-node'
import { define, statusSubresource } from '../define'
import { ageColumn, column, nameColumn, nameColumns } from '../printing/columns'

/** resource.k8s.io: claims on devices. No node has any, so a claim waits for ever. */

const group = 'resource.k8s.io'

export const deviceClasses = define({
  group,
  kind: 'DeviceClass',
  name: 'deviceclasses',
  answersDeleted: true,
  namespaced: false,
  generation: true,
  columns: nameColumns,
})

type Claim = KubernetesObject & { status?: { allocation?: object; reservedFor?: object[] } }

export const resourceClaims = define<Claim>({
  group,
  kind: 'ResourceClaim',
  name: 'resourceclaims',
  answersDeleted: true,
  columns: [
    nameColumn,
    column('State', ({ metadata, status }) =>
      [
        ...(metadata?.deletionTimestamp ? ['deleted'] : []),
        status?.allocation ? 'allocated' : 'pending',
        ...(status?.reservedFor?.length ? ['reserved'] : []),
      ].join(','),
    ),
    ageColumn,
  ],
  subresources: { status: statusSubresource },
})

export const resourceClaimTemplates = define({
  group,
  kind: 'ResourceClaimTemplate',
  name: 'resourceclaimtemplates',
  answersDeleted: true,
  columns: nameColumns,
})

type Slice = KubernetesObject & { spec?: { nodeName?: string; driver: string; pool: { name: string } } }

export const resourceSlices = define<Slice>({
  group,
  kind: 'ResourceSlice',
  name: 'resourceslices',
  answersDeleted: true,
  namespaced: false,
  generation: true,
  columns: [
    nameColumn,
    column('Node', ({ spec }) => spec?.nodeName ?? '<unset>'),
    column('Driver', ({ spec }) => spec?.driver ?? ''),
    column('Pool', ({ spec }) => spec?.pool.name ?? ''),
    ageColumn,
  ],
})
