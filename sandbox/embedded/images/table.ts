import type { Registry } from '../api/registry'
import { agnhost } from './agnhost'
import { busybox } from './busybox'
import type { Image } from './image'
import { netshoot } from './netshoot'
import { nginxAlpine, nginxDebian, nginxUnprivileged } from './nginx'
import {
  alpineItself,
  curlItself,
  debianItself,
  httpd,
  httpEchoItself,
  postgresItself,
  prometheusItself,
  pythonAlpine,
  pythonDebian,
  redisItself,
} from './others'
import { type ImageReference, parseReference } from './reference'
import { serviceImages } from './services/services'
import { corednsOf, systemImages } from './system'

/** Finds what an image reference names; nothing if no registry has it. */
export type ImageTable = (reference: ImageReference) => Image | undefined

const images: Readonly<Record<string, readonly Image[]>> = {
  ...serviceImages,
  'docker.io/curlimages/curl': [curlItself],
  'docker.io/hashicorp/http-echo': [httpEchoItself],
  'docker.io/library/alpine': [alpineItself],
  'docker.io/library/busybox': [busybox],
  'docker.io/library/debian': [debianItself],
  'docker.io/library/httpd': [httpd],
  'docker.io/library/nginx': [nginxDebian, nginxAlpine],
  'docker.io/library/postgres': [postgresItself],
  'docker.io/library/python': [pythonDebian, pythonAlpine],
  'docker.io/library/redis': [redisItself],
  'docker.io/nicolaka/netshoot': [netshoot],
  'docker.io/nginxinc/nginx-unprivileged': [nginxUnprivileged],
  'docker.io/prom/prometheus': [prometheusItself],
  'quay.io/prometheus/prometheus': [prometheusItself],
  'k8s.gcr.io/e2e-test-images/agnhost': [agnhost],
  'registry.k8s.io/e2e-test-images/agnhost': [agnhost],
  'registry.k8s.io/e2e-test-images/busybox': [busybox],
  'registry.k8s.io/e2e-test-images/nginx': [nginxAlpine],
  'registry.k8s.io/nginx-slim': [nginxDebian],
}

/** Where a learner's pods may have their images from. */
export const repositories: readonly string[] = Object.keys(images)

const corednsRepository = 'registry.k8s.io/coredns/coredns'

/** Every image that the embedded cluster's node can pull. */
export function createImageTable(registry: Registry): ImageTable {
  const coredns = [corednsOf(registry)]
  return ({ repository, tag, digest }) => {
    const variants =
      repository === corednsRepository ? coredns : (images[repository] ?? systemImages[repository] ?? [])
    if (digest) return variants[0]
    const plain = variants.find(image => image.hasTag(tag) && !tag.includes('alpine'))
    return plain ?? variants.find(image => image.hasTag(tag))
  }
}

/** Whether the embedded cluster's node can pull what a manifest names; images of system pods aside. */
export function isServed(image: string): boolean {
  const reference = parseReference(image)
  const variants = (reference && images[reference.repository]) ?? []
  return variants.some(variant => reference?.digest !== undefined || variant.hasTag(reference?.tag ?? ''))
}
