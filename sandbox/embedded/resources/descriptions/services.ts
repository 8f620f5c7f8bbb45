import type { Descriptions } from '.'

const core = 'io.k8s.api.core.v1'

export const services: Descriptions = {
  [`${core}.Service`]: {
    '': 'A name and an address that lead to pods. Policies look at the pods behind it, never at the service.',
  },
  [`${core}.ServiceSpec`]: {
    clusterIP:
      'The address of the service within the cluster, given out by the server; None for a headless service.',
    externalName: 'The DNS name that a service of type ExternalName stands for.',
    ports: 'The ports of the service.',
    selector: 'Labels of the pods that the service leads to.',
    sessionAffinity: 'ClientIP to lead a client to the same pod each time, else None.',
    type: 'ClusterIP (the default), NodePort, LoadBalancer or ExternalName.',
  },
  [`${core}.ServicePort`]: {
    name: 'Its name; needed when there are several.',
    nodePort: 'The port of every node that leads here, for NodePort and LoadBalancer.',
    port: "The service's own port.",
    protocol: 'TCP, UDP or SCTP. Missing: TCP.',
    targetPort:
      "The pods' port, by number or by name. Missing: the same as port. This is the port that policies see.",
  },
}
