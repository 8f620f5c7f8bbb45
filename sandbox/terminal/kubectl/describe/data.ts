import type { V1ConfigMap, V1Secret, V1ServiceAccount } from '@kubernetes/client-node'
import { as, type Describer } from './describer'
import { describeEvents } from './events'
import { Page } from './page'

const byKey = <T>(data: Record<string, T> = {}): [string, T][] =>
  Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1))

/** Bytes of base64. */
const decodedLength = (base64: string): number => Buffer.from(base64, 'base64').length

export const describeConfigMap: Describer = async description => {
  const { metadata, data, binaryData } = as<V1ConfigMap>(description)
  const page = new Page()
  page.field('Name', metadata?.name)
  page.field('Namespace', metadata?.namespace)
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  page.line(0, '')
  page.line(0, 'Data')
  page.line(0, '====')
  for (const [key, value] of byKey(data)) {
    page.line(0, `${key}:`)
    page.line(0, '----')
    page.line(0, value)
    page.line(0, '')
  }
  page.line(0, '')
  page.line(0, 'BinaryData')
  page.line(0, '====')
  for (const [key, value] of byKey(binaryData)) page.line(0, `${key}: ${decodedLength(value)} bytes`)
  page.line(0, '')
  await describeEvents(description, page)
  return page.toString()
}

export const describeSecret: Describer = async description => {
  const { metadata, type, data } = as<V1Secret>(description)
  const page = new Page()
  page.field('Name', metadata?.name)
  page.field('Namespace', metadata?.namespace)
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  page.line(0, '')
  page.field('Type', type ?? '')
  page.line(0, '')
  page.line(0, 'Data')
  page.line(0, '====')
  for (const [key, value] of byKey(data)) {
    const token = key === 'token' && type === 'kubernetes.io/service-account-token'
    page.field(key, token ? Buffer.from(value, 'base64').toString() : `${decodedLength(value)} bytes`)
  }
  return page.toString()
}

export const describeServiceAccount: Describer = async description => {
  const { metadata, imagePullSecrets = [] } = as<V1ServiceAccount>(description)
  const page = new Page()
  page.field('Name', metadata?.name)
  page.field('Namespace', metadata?.namespace)
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  const title = 'Image pull secrets:'
  if (imagePullSecrets.length === 0) page.line(0, `${title}\t<none>`)
  imagePullSecrets.forEach(({ name }, index) => {
    page.line(0, `${index === 0 ? title : ' '.repeat(title.length)}\t${name}`)
  })
  await describeEvents(description, page)
  return page.toString()
}
