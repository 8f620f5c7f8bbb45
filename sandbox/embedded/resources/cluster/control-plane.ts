import type {
  V1APIService,
  V1CertificateSigningRequest,
  V1FlowSchema,
  V1PriorityLevelConfiguration,
  V1RuntimeClass,
} from '@kubernetes/client-node'
import { define, statusSubresource } from '../define'
import { ageColumn, column, nameColumn } from '../printing/columns'
import { ageOf, humanDuration } from '../printing/duration'

/** What administrators tell the control plane; kept and shown, nothing of ours acts on it. */

export const apiServices = define<V1APIService>({
  group: 'apiregistration.k8s.io',
  kind: 'APIService',
  name: 'apiservices',
  categories: ['api-extensions'],
  namespaced: false,
  columns: [
    nameColumn,
    column('Service', ({ spec }) =>
      spec?.service ? `${spec.service.namespace}/${spec.service.name}` : 'Local',
    ),
    column('Available', ({ status }) => {
      const found = status?.conditions?.find(({ type }) => type === 'Available')
      if (!found) return 'Unknown'
      return found.status === 'True' ? 'True' : `${found.status} (${found.reason})`
    }),
    ageColumn,
  ],
  subresources: { status: statusSubresource },
})

/** Approved, Denied, Failed, Issued: what the conditions and the certificate come to. */
function conditionText({ status }: V1CertificateSigningRequest): string {
  const types = new Set((status?.conditions ?? []).map(({ type }) => type))
  const decided = types.has('Denied') ? ['Denied'] : types.has('Approved') ? ['Approved'] : []
  const text = [
    ...decided,
    ...(types.has('Failed') ? ['Failed'] : []),
    ...(status?.certificate ? ['Issued'] : []),
  ].join(',')
  return text || 'Pending'
}

export const certificateSigningRequests = define<V1CertificateSigningRequest>({
  group: 'certificates.k8s.io',
  kind: 'CertificateSigningRequest',
  name: 'certificatesigningrequests',
  shortNames: ['csr'],
  namespaced: false,
  columns: [
    nameColumn,
    {
      ...column<V1CertificateSigningRequest>('Age', () => ''),
      cell: ({ metadata }, now) => ageOf(metadata?.creationTimestamp, now),
    },
    column('SignerName', ({ spec }) => spec.signerName),
    column('Requestor', ({ spec }) => spec.username ?? ''),
    column('RequestedDuration', ({ spec }) =>
      spec.expirationSeconds ? humanDuration(spec.expirationSeconds * 1000) : '<none>',
    ),
    column('Condition', conditionText),
  ],
  fields: { 'spec.signerName': ({ spec }) => spec.signerName },
  prepareForCreate(request) {
    request.status = {}
  },
  subresources: { approval: statusSubresource, status: statusSubresource },
})

export const flowSchemas = define<V1FlowSchema>({
  group: 'flowcontrol.apiserver.k8s.io',
  kind: 'FlowSchema',
  name: 'flowschemas',
  namespaced: false,
  generation: true,
  columns: [
    nameColumn,
    column('PriorityLevel', ({ spec }) => spec?.priorityLevelConfiguration.name ?? ''),
    column('MatchingPrecedence', ({ spec }) => String(spec?.matchingPrecedence ?? '')),
    column('DistinguisherMethod', ({ spec }) => spec?.distinguisherMethod?.type ?? '<none>'),
    ageColumn,
    column('MissingPL', ({ status }) => {
      const dangling = status?.conditions?.find(({ type }) => type === 'Dangling')
      return dangling?.status ?? '?'
    }),
  ],
  subresources: { status: statusSubresource },
})

const queuing = ({ spec }: V1PriorityLevelConfiguration) => spec?.limited?.limitResponse?.queuing

export const priorityLevelConfigurations = define<V1PriorityLevelConfiguration>({
  group: 'flowcontrol.apiserver.k8s.io',
  kind: 'PriorityLevelConfiguration',
  name: 'prioritylevelconfigurations',
  namespaced: false,
  generation: true,
  columns: [
    nameColumn,
    column('Type', ({ spec }) => spec?.type ?? ''),
    column('NominalConcurrencyShares', ({ spec }) =>
      String((spec?.limited ?? spec?.exempt)?.nominalConcurrencyShares ?? '<none>'),
    ),
    column('Queues', level => String(queuing(level)?.queues ?? '<none>')),
    column('HandSize', level => String(queuing(level)?.handSize ?? '<none>')),
    column('QueueLengthLimit', level => String(queuing(level)?.queueLengthLimit ?? '<none>')),
    ageColumn,
  ],
  subresources: { status: statusSubresource },
})

export const runtimeClasses = define<V1RuntimeClass>({
  group: 'node.k8s.io',
  kind: 'RuntimeClass',
  name: 'runtimeclasses',
  namespaced: false,
  columns: [nameColumn, column('Handler', ({ handler }) => handler), ageColumn],
})
