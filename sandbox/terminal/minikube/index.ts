export { createMinikube, type MinikubeOptions } from './minikube'
