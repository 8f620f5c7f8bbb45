import { podSpecPaths, type Resource, visitPath } from './resources'

/** Fields of a pod spec that name another object, by that object's kind. */
const inPods: Readonly<Record<string, readonly string[]>> = {
  ConfigMap: [
    'volumes.*.configMap.name',
    'volumes.*.projected.sources.*.configMap.name',
    'containers.*.env.*.valueFrom.configMapKeyRef.name',
    'initContainers.*.env.*.valueFrom.configMapKeyRef.name',
    'containers.*.envFrom.*.configMapRef.name',
    'initContainers.*.envFrom.*.configMapRef.name',
  ],
  Secret: [
    'volumes.*.secret.secretName',
    'volumes.*.projected.sources.*.secret.name',
    'containers.*.env.*.valueFrom.secretKeyRef.name',
    'initContainers.*.env.*.valueFrom.secretKeyRef.name',
    'containers.*.envFrom.*.secretRef.name',
    'initContainers.*.envFrom.*.secretRef.name',
    'imagePullSecrets.*.name',
  ],
  PersistentVolumeClaim: ['volumes.*.persistentVolumeClaim.claimName'],
  ServiceAccount: ['serviceAccountName', 'serviceAccount'],
}

/** Fields of other kinds that name an object, by that object's kind. */
const elsewhere: Readonly<Record<string, readonly (readonly [kind: string, path: string])[]>> = {
  Service: [
    ['StatefulSet', 'spec.serviceName'],
    ['Ingress', 'spec.defaultBackend.service.name'],
    ['Ingress', 'spec.rules.*.http.paths.*.backend.service.name'],
  ],
  Secret: [['Ingress', 'spec.tls.*.secretName']],
  Deployment: [['HorizontalPodAutoscaler', 'spec.scaleTargetRef.name']],
  StatefulSet: [['HorizontalPodAutoscaler', 'spec.scaleTargetRef.name']],
  Role: [['RoleBinding', 'roleRef.name']],
  ClusterRole: [
    ['RoleBinding', 'roleRef.name'],
    ['ClusterRoleBinding', 'roleRef.name'],
  ],
  ServiceAccount: [
    ['RoleBinding', 'subjects.*.name'],
    ['ClusterRoleBinding', 'subjects.*.name'],
  ],
}

/** Lets every object that names another one by its former name use the new one. */
export function updateReferences(resources: readonly Resource[]): void {
  for (const { object: named, originalName } of resources) {
    const name = named.metadata?.name
    const kind = named.kind ?? ''
    if (!name || name === originalName) continue
    const rename = (holder: Record<string, unknown>, field: string) => {
      if (holder[field] === originalName) holder[field] = name
    }
    for (const { object } of resources) {
      const podSpec = podSpecPaths[object.kind ?? '']
      if (podSpec)
        for (const path of inPods[kind] ?? []) visitPath(object, [...podSpec, ...path.split('.')], rename)
      for (const [holder, path] of elsewhere[kind] ?? [])
        if (object.kind === holder) visitPath(object, path.split('.'), rename)
    }
  }
}
