import type { V1Deployment } from '@kubernetes/client-node'
import { define, statusSubresource } from '../define'
import { defaultPodSpec } from '../pods/defaults'
import { ageColumn, column, nameColumn, wide } from '../printing/columns'
import { containerColumns } from '../printing/containers'
import { selectorText } from '../printing/selector-text'
import { scaleSubresource } from './scale'
import { validateDeployment } from './validation/sets'
import { templateWarnings, validateSelectorUpdate } from './validation/template'

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
  generation: 'annotations',
  defaults,
  prepareForCreate: deployment => {
    deployment.status = {}
  },
  validate: validateDeployment,
  validateUpdate: (deployment, old) => validateSelectorUpdate(deployment.spec, old.spec),
  warnings: templateWarnings({ named: true }),
  subresources: { scale: scaleSubresource, status: statusSubresource },
})
