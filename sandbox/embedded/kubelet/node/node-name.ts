/** The one node of an embedded cluster, named as minikube names it. */
export const nodeName = 'minikube'
