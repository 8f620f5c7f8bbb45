import type { V1Deployment } from '@kubernetes/client-node'
import { define, statusSubresource } from '../define'
import { defaultPodSpec } from '../pods/defaults'
import { ageColumn, column, nameColumn, wide } from '../printing/columns'
import { containerColumns } from '../printing/containers'
import { selectorText } from '../printing/selector-text'
import { forbiddenField, notSupported } from '../validation/field-errors'
import { scaleSubresource } from './scale'
import { validateSelectorUpdate, validateTemplate } from './template'

const strategies = ['Recreate', 'RollingUpdate']

function defaults({ spec }: V1Deployment): void {
  if (!spec) return
  spec.replicas ??= 1
  spec.revisionHistoryLimit ??= 10
  spec.progressDeadlineSeconds ??= 600
  spec.strategy ??= {}
  spec.strategy.type ??= 'RollingUpdate'
  if (spec.strategy.type === 'RollingUpdate') {
    spec.strategy.rollingUpdate ??= {}
    spec.strategy.rollingUpdate.maxUnavailable ??= '25%'
    spec.strategy.rollingUpdate.maxSurge ??= '25%'
  }
  defaultPodSpec(spec.template?.spec)
}

export const deployments = define<V1Deployment>({
  group: 'apps',
  kind: 'Deployment',
  name: 'deployments',
  shortNames: ['deploy'],
  categories: ['all'],
  columns: [
    nameColumn,
    column('Ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`),
    column('Up-to-date', ({ status }) => status?.updatedReplicas ?? 0),
    column('Available', ({ status }) => status?.availableReplicas ?? 0),
    ageColumn,
    ...containerColumns<V1Deployment>(),
    wide('Selector', ({ spec }) => selectorText(spec?.selector)),
  ],
  generation: true,
  defaults,
  prepareForCreate: deployment => {
    deployment.status = {}
  },
  validate: ({ spec }) => [
    ...validateTemplate(spec, 'deployment'),
    ...(strategies.includes(spec?.strategy?.type ?? '')
      ? []
      : [
          // The real server shows its own form of the whole strategy.
          notSupported(
            'spec.strategy',
            { Type: spec?.strategy?.type, RollingUpdate: spec?.strategy?.rollingUpdate ?? null },
            strategies,
          ),
        ]),
    ...(spec?.strategy?.type === 'Recreate' && spec.strategy.rollingUpdate
      ? [
          forbiddenField(
            'spec.strategy.rollingUpdate',
            "may not be specified when strategy `type` is 'Recreate'",
          ),
        ]
      : []),
  ],
  validateUpdate: (deployment, old) => validateSelectorUpdate(deployment.spec, old.spec),
  subresources: { scale: scaleSubresource, status: statusSubresource },
})
