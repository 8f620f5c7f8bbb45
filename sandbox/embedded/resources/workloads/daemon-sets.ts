import type { V1DaemonSet } from '@kubernetes/client-node'
import { equal } from '../../api/equal'
import { define, statusSubresource } from '../define'
import { defaultPodSpec } from '../pods/defaults'
import { ageColumn, column, nameColumn, wide } from '../printing/columns'
import { containerColumns } from '../printing/containers'
import { selectorText } from '../printing/selector-text'
import { validateDaemonSet } from './validation/sets'
import { templateWarnings } from './validation/template'

/** Counts changes of the template, from a time before revisions; pods carry it still. */
const generationAnnotation = 'deprecated.daemonset.template.generation'
const templateGeneration = ({ metadata }: V1DaemonSet) =>
  Number(metadata?.annotations?.[generationAnnotation] ?? 0)
const setTemplateGeneration = ({ metadata }: V1DaemonSet, generation: number) => {
  metadata!.annotations = { ...metadata!.annotations, [generationAnnotation]: String(generation) }
}

export const daemonSets = define<V1DaemonSet>({
  group: 'apps',
  kind: 'DaemonSet',
  name: 'daemonsets',
  shortNames: ['ds'],
  categories: ['all'],
  columns: [
    nameColumn,
    column('Desired', ({ status }) => status?.desiredNumberScheduled ?? 0, 'integer'),
    column('Current', ({ status }) => status?.currentNumberScheduled ?? 0, 'integer'),
    column('Ready', ({ status }) => status?.numberReady ?? 0, 'integer'),
    column('Up-to-date', ({ status }) => status?.updatedNumberScheduled ?? 0, 'integer'),
    column('Available', ({ status }) => status?.numberAvailable ?? 0, 'integer'),
    column('Node Selector', ({ spec }) => selectorText({ matchLabels: spec?.template?.spec?.nodeSelector })),
    ageColumn,
    ...containerColumns<V1DaemonSet>(),
    wide('Selector', ({ spec }) => selectorText(spec?.selector)),
  ],
  generation: true,
  prepareForCreate(set) {
    set.status = {
      currentNumberScheduled: 0,
      desiredNumberScheduled: 0,
      numberMisscheduled: 0,
      numberReady: 0,
    }
    setTemplateGeneration(set, 1)
  },
  prepareForUpdate(set, old) {
    const known = templateGeneration(old)
    setTemplateGeneration(set, equal(set.spec?.template, old.spec?.template) ? known : known + 1)
  },
  defaults({ spec }) {
    if (!spec) return
    spec.revisionHistoryLimit ??= 10
    spec.updateStrategy ??= {}
    spec.updateStrategy.type ??= 'RollingUpdate'
    if (spec.updateStrategy.type === 'RollingUpdate') {
      spec.updateStrategy.rollingUpdate ??= { maxSurge: 0, maxUnavailable: 1 }
    }
    defaultPodSpec(spec.template?.spec)
  },
  validate: validateDaemonSet,
  warnings: templateWarnings({ named: false }),
  subresources: { status: statusSubresource },
})
