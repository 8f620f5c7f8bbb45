import { failure } from '../status'

export type Representation = {
  format: 'json' | 'yaml'
  as: 'object' | 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList' | 'APIGroupDiscoveryList'
}

const available =
  '406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf'
const streams = ', application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch'

const onlyAccepted =
  'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf'

const notAcceptable = (watchable: boolean) =>
  failure(406, 'NotAcceptable', watchable ? available + streams : available, {})

const formats: Readonly<Record<string, Representation['format']>> = {
  'application/json': 'json',
  'application/*': 'json',
  '*/*': 'json',
  'application/yaml': 'yaml',
}

const transforms: Readonly<Record<string, string>> = {
  Table: 'meta.k8s.io/v1',
  PartialObjectMetadata: 'meta.k8s.io/v1',
  PartialObjectMetadataList: 'meta.k8s.io/v1',
  APIGroupDiscoveryList: 'apidiscovery.k8s.io/v2',
}

/**
 * The first of the client's wishes that can be had: JSON or YAML, as itself, as a Table or as metadata only. Protobuf
 * is never had; clients name JSON after it. Throws NotAcceptable.
 */
export function negotiate(accept: string | undefined, watchable = true): Representation {
  if (!accept?.trim()) return { format: 'json', as: 'object' }
  let known = false
  for (const range of accept.split(',')) {
    const [type = '', ...parameters] = range.split(';').map(part => part.trim())
    const format = formats[type.toLowerCase()]
    if (!format) continue
    known = true
    const wanted = Object.fromEntries(parameters.map(parameter => parameter.split('=')))
    if (wanted.as === undefined) return { format, as: 'object' }
    if (transforms[wanted.as] === `${wanted.g}/${wanted.v}`) {
      return { format, as: wanted.as as Representation['as'] }
    }
  }
  throw known ? failure(406, 'NotAcceptable', onlyAccepted) : notAcceptable(watchable)
}
