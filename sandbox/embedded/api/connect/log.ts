import type { V1Pod } from '@kubernetes/client-node'
import { BrokenPipe, type Output, toBytes } from '../../../process'
import type { Connect } from '../../resources/registration'
import { badRequest, invalid } from '../status'
import { chooseContainer } from './container'

const isTrue = (value: string | null) => value === 'true' || value === '1'

/** `pods/log`: the log of a container as plain text. */
export const connectLog: Connect = async ({ namespace, name, query, registry, kubelet, response }) => {
  if (!response) throw badRequest('pods/log is not a stream of frames')
  const pod = registry.get<V1Pod>('pods', namespace, name)
  const container = chooseContainer(pod, query.get('container'))
  const options = parseOptions(query)
  if (!pod.spec?.nodeName) {
    response.writeHead(200, { 'Content-Type': 'text/plain' })
    response.end()
    return
  }
  const gone = new Promise<void>(resolve => response.on('close', resolve))
  const output: Output = {
    async write(chunk) {
      if (response.destroyed) throw new BrokenPipe()
      begin()
      if (response.write(toBytes(chunk))) return
      await Promise.race([new Promise<void>(resolve => response.once('drain', resolve)), gone])
    },
  }
  const begin = () => {
    if (!response.headersSent) response.writeHead(200, { 'Content-Type': 'text/plain' })
  }
  const target = { namespace, pod: name, container, previous: isTrue(query.get('previous')) }
  const printing = kubelet.logs(target, options, output)
  // Following a silent container, the client must learn that it was heard.
  if (options.follow) setImmediate(() => !response.writableEnded && !failed && response.flushHeaders())
  let failed = false
  await Promise.race([
    printing.catch(error => {
      failed = true
      throw error
    }),
    gone,
  ])
  begin()
  response.end()
}

function parseOptions(query: URLSearchParams) {
  const number = (name: string) => {
    const text = query.get(name)
    if (text === null) return undefined
    if (!/^-?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`)
    return Number(text)
  }
  const [tailLines, sinceSeconds, limitBytes] = ['tailLines', 'sinceSeconds', 'limitBytes'].map(number)
  const refuse = (field: string, value: number, why: string) =>
    invalid('', 'PodLogOptions', '', [
      { reason: 'FieldValueInvalid', field, message: `Invalid value: ${value}: ${why}` },
    ])
  if (tailLines !== undefined && tailLines < 0)
    throw refuse('tailLines', tailLines, 'must be greater than or equal to 0')
  if (limitBytes !== undefined && limitBytes < 1)
    throw refuse('limitBytes', limitBytes, 'must be greater than 0')
  if (sinceSeconds !== undefined && sinceSeconds < 1)
    throw refuse('sinceSeconds', sinceSeconds, 'must be greater than 0')
  const sinceTime = query.get('sinceTime')
  return {
    follow: isTrue(query.get('follow')),
    timestamps: isTrue(query.get('timestamps')),
    ...(tailLines !== undefined && { tailLines }),
    ...(sinceSeconds !== undefined && { sinceSeconds }),
    ...(limitBytes !== undefined && { limitBytes }),
    ...(sinceTime !== null && { sinceTime }),
  }
}
