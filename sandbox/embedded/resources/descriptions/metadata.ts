import type { Descriptions } from '.'

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1'
const core = 'io.k8s.api.core.v1'

export const metadata: Descriptions = {
  [`${meta}.ObjectMeta`]: {
    '': 'What every object has: who it is, what it is labelled, who made it.',
    annotations: 'Texts for tools and people, under names. Nothing is selected by them.',
    creationTimestamp: 'When the object was created; the server sets it.',
    deletionTimestamp: 'When the object is to be gone; the server sets it on deletion.',
    deletionGracePeriodSeconds: 'How long the object has to end well before it is removed.',
    finalizers: 'Who must still agree before the object is removed.',
    generateName: 'The beginning of a name that the server completes, when no name is given.',
    generation: 'Counts the changes of what is wanted.',
    labels:
      'Short texts under names, by which objects are selected: by policies, services, controllers and -l.',
    managedFields: 'Which client set which fields.',
    name: 'The name, unique among objects of this kind in their namespace. It cannot be changed.',
    namespace: 'The namespace that the object lives in. It cannot be changed.',
    ownerReferences: 'The objects that this one belongs to; it is removed when they are all gone.',
    resourceVersion: 'Changes whenever the object does. Send it back to change only what you have read.',
    uid: 'Tells the object from others that had its name before.',
  },
  [`${meta}.LabelSelector`]: {
    '': 'Selects objects by their labels. All conditions must hold. An empty selector selects everything, a missing one nothing.',
    matchExpressions: 'Conditions on labels; all must hold.',
    matchLabels: 'Labels that must be there with exactly these values.',
  },
  [`${meta}.LabelSelectorRequirement`]: {
    '': 'One condition on one label.',
    key: 'The name of the label.',
    operator:
      'In, NotIn, Exists or DoesNotExist. NotIn and DoesNotExist hold for objects without the label, too.',
    values: 'The values to compare with: some for In and NotIn, none for the others.',
  },
  [`${core}.Namespace`]: {
    '': 'A part of the cluster in which names are unique. Policies select namespaces by their labels.',
  },
  [`${core}.NamespaceSpec`]: { finalizers: 'Who must finish before the namespace is removed.' },
  [`${core}.NamespaceStatus`]: { phase: 'Active, or Terminating while its objects are being removed.' },
}
