import type { V1Pod, V1Status } from '@kubernetes/client-node'
import type { Input, WindowSize } from '../../../process'
import type { ContainerSession, ContainerStreams } from '../../kubelet/kubelet'
import type { Connect } from '../../resources/registration'
import { ApiError, badRequest } from '../status'
import { acceptChannels, type Channels, channel, UnknownProtocol } from './channels'
import { chooseContainer, requireNode } from './container'
import { requireAccess } from './probe-containers'

type Request = Parameters<Connect>[0]
type Start = (container: string, streams: ContainerStreams) => ContainerSession | Promise<ContainerSession>

/** `pods/exec`: a new process in a container. */
export const connectExec: Connect = async request => {
  const command = request.query.getAll('command')
  if (command.length === 0) throw badRequest('you must specify at least 1 command for the container')
  await connect(request, 'exec', (container, streams) =>
    request.kubelet.exec(target(request, container), command, streams),
  )
}

/** `pods/attach`: the first process of a container. */
export const connectAttach: Connect = request =>
  connect(request, 'attach', (container, streams) =>
    request.kubelet.attach(target(request, container), streams),
  )

const target = ({ namespace, name }: Request, container: string) => ({ namespace, pod: name, container })

const isTrue = (value: string | null) => value === 'true' || value === '1'

async function connect(request: Request, subresource: 'exec' | 'attach', start: Start): Promise<void> {
  const { query, registry, namespace, name, http, upgrade, user } = request
  const pod = registry.get<V1Pod>('pods', namespace, name)
  const container = chooseContainer(pod, query.get('container'))
  requireNode(pod)
  requireAccess(user, pod, container, subresource)
  const wants = (stream: string) => isTrue(query.get(stream))
  if (!wants('stdin') && !wants('stdout') && !wants('stderr'))
    throw badRequest('you must specify at least one of stdin, stdout, stderr')
  if (!upgrade) throw badRequest('Upgrade request required')
  let channels: Channels
  try {
    channels = await acceptChannels(http, upgrade.socket, upgrade.head)
  } catch (error) {
    if (error instanceof UnknownProtocol) return
    throw error
  }
  const tty = wants('tty')
  const streams: ContainerStreams = {
    ...(wants('stdin') && { stdin: channels.input(channel.stdin) }),
    ...(wants('stdout') && { stdout: channels.output(channel.stdout) }),
    ...(wants('stderr') && !tty && { stderr: channels.output(channel.stderr) }),
    ...(tty && { tty: firstSize }),
  }
  const status = await run(channels, () => start(container, streams))
  await channels
    .output(channel.error)
    .write(JSON.stringify(status))
    .catch(() => undefined)
  channels.end()
}

/** A terminal's size until the client tells its own. */
const firstSize: WindowSize = { columns: 80, rows: 24 }

/** Runs a session to its end; answers the Status for the error channel. */
async function run(channels: Channels, start: () => ReturnType<Start>): Promise<V1Status> {
  try {
    const session = await start()
    void channels.closed.then(() => session.hangUp())
    void followSize(channels.input(channel.resize), session)
    return exitStatus(await session.exited)
  } catch (error) {
    if (error instanceof ApiError) return error.status
    throw error
  }
}

/** Resize messages are JSON objects, one a message: `{"Width":80,"Height":24}`. */
async function followSize(input: Input, session: ContainerSession) {
  let text = ''
  for (;;) {
    const chunk = await input.read()
    if (chunk === null) return
    text = (text + new TextDecoder().decode(chunk)).slice(-1_000)
    for (const [object, width, height] of text.matchAll(/\{"Width":(\d+),"Height":(\d+)\}/g)) {
      // Whoever has no window says 0 by 0.
      if (Number(width) > 0 && Number(height) > 0)
        session.resize({ columns: Number(width), rows: Number(height) })
      text = text.slice(text.indexOf(object) + object.length)
    }
  }
}

const exitStatus = (code: number): V1Status =>
  code === 0
    ? { metadata: {}, status: 'Success' }
    : {
        metadata: {},
        status: 'Failure',
        message: `command terminated with non-zero exit code: command terminated with exit code ${code}`,
        reason: 'NonZeroExitCode',
        details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
      }
