/** Our own words for `kubectl explain`: definition, then field; '' is the definition, '*' any definition. */
export const descriptions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '*': {
    apiVersion: 'The group and version of the API that the object is written in.',
    kind: 'What the object is, as a name in CamelCase.',
    metadata: 'Name, namespace, labels and what else every object has.',
    spec: 'What is wanted.',
    status: 'What is there; written by the cluster.',
  },
}
