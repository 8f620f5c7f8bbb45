import type { Process } from '../../../../process'
import { beside } from '../../beside'
import { serveHttp } from '../../http/server'
import type { Machine } from '../../machine'
import { pause, untilAborted } from '../../until-aborted'
import { failure, goJson, plainText } from '../answers'
import { bindProblem, withFlags } from '../command'
import { httpGet, resolveAddress } from '../dial'
import { klog } from '../klog'

/** How long a replica tries to find its primary. Milliseconds. */
const patience = 15_000
const retry = 1_000

/** `agnhost guestbook`: frontend, primary and replicas of the guestbook example, in one program. */
export const guestbook = withFlags(
  ['http-port:', 'backend-port:', 'replicaof:'],
  async (process, machine, options) => {
    const log = klog(process)
    const port = Number(options.value('http-port') ?? 80)
    const backend = options.value('backend-port') ?? '6379'
    const store = new Map<string, string>()
    const replicas: string[] = []
    const get = (host: string, request: string) =>
      httpGet(process, machine, `http://${host}:${backend}/${request}`)

    const primary = options.value('replicaof')
    if (primary) {
      const known = await register(process, machine, primary, backend)
      if (!known) {
        await log('Timed out while registering to primary.')
        return 1
      }
      for (const [key, value] of Object.entries(known)) store.set(key, value)
      await log(`Registered to node: ${primary}`)
    }
    try {
      const listener = machine.sockets.listen(port)
      beside(
        process,
        serveHttp(listener, async ({ target, connection }) => {
          const { pathname, searchParams } = new URL(target, 'http://guestbook')
          const [key, value] = [searchParams.get('key') ?? '', searchParams.get('value') ?? '']
          if (pathname === '/register') {
            const host = searchParams.get('host') || connection.remote.ip
            await log(`GET /register?host=${host}`)
            replicas.push(host)
            await log(`Node '${host}' registered.`)
            return plainText(goJson({ data: Object.fromEntries(store) }))
          }
          if (pathname === '/get') {
            await log(`GET /get?key=${key}`)
            const data = key === '' ? Object.fromEntries(store) : (store.get(key) ?? '')
            return plainText(goJson({ data }))
          }
          if (pathname === '/set') {
            await log(`GET /set?key=${key}&value=${value}`)
            if (key === '') return failure('cannot set with empty key.', 400)
            store.set(key, value)
            for (const replica of replicas) {
              const told = await get(replica, `set?key=${key}&value=${encodeURIComponent(value)}`)
              if ('error' in told)
                return failure(
                  `encountered error while propagating to replica '${replica}': ${told.error}`,
                  417,
                )
            }
            return plainText(goJson({ message: 'Updated' }))
          }
          if (pathname === '/guestbook') {
            const command = (searchParams.get('cmd') ?? '').toLowerCase()
            await log(`GET /guestbook?cmd=${command}&key=${key}&value=${value}`)
            if (command !== 'get' && command !== 'set') return failure(`unsupported cmd: '${command}'`, 400)
            if (command === 'set' && key === '') return failure('cannot set with empty key.', 400)
            const host = command === 'get' ? 'agnhost-replica' : 'agnhost-primary'
            const answer = await get(host, `${command}?key=${key}&value=${encodeURIComponent(value)}`)
            return 'error' in answer
              ? failure(`encountered error: ${answer.error}`, 417)
              : plainText(answer.body)
          }
          return plainText('404 page not found\n', 404)
        }),
      )
    } catch (error) {
      await log(bindProblem('tcp', port, error))
      return 1
    }
    await untilAborted(process.signal)
    return 0
  },
)

/** What the primary knows, once it has taken this replica's address. */
async function register(
  process: Process,
  machine: Machine,
  primary: string,
  port: string,
): Promise<Record<string, string> | undefined> {
  const log = klog(process)
  const until = performance.now() + patience
  while (performance.now() < until && !process.signal.aborted) {
    const address = await resolveAddress(process, machine, primary, port)
    const answer =
      'error' in address
        ? address
        : await httpGet(
            process,
            machine,
            `http://${primary}:${port}/register?host=${machine.sockets.address}`,
          )
    if ('body' in answer) return (JSON.parse(answer.body) as { data: Record<string, string> }).data
    await log(
      `encountered error while registering to primary: ${'error' in answer ? answer.error : ''}. Retrying in 1s.`,
    )
    await pause(retry, process.signal)
  }
  return undefined
}
