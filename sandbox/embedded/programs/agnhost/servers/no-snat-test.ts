import { plainText } from '../answers'
import { withFlags } from '../command'
import { httpGet } from '../dial'
import { serveUntilEnded } from './serve'

/** `agnhost no-snat-test`: who is seen by others (/whoami), and whether they see this pod's own address. */
export const noSnatTest = withFlags(['port:'], async (process, machine, options) => {
  const [pod, node] = [process.env.POD_IP, process.env.NODE_IP]
  const missing = pod === undefined ? 'POD_IP' : node === undefined ? 'NODE_IP' : undefined
  if (missing) {
    await process.stderr.write(`${missing} env var was not present in the environment\n`)
    return 1
  }
  const problem = async (address: string): Promise<string[]> => {
    const answer = await httpGet(process, machine, `http://${address}/whoami`)
    if ('error' in answer) return [answer.error]
    const seen = answer.body.split(':')[0]!
    if (seen === pod) return []
    if (seen === node) return [`Returned ip "${seen}" != my Pod ip "${pod}", == my Node ip "${node}" - SNAT`]
    return [
      `Returned ip "${seen}" != my Pod ip "${pod}" or my Node ip "${node}" - SNAT to unexpected ip (possible SNAT through unexpected interface on the way into another node)`,
    ]
  }
  const port = Number(options.value('port') ?? 8080)
  return serveUntilEnded(process, machine, port, async ({ target, connection }) => {
    const { pathname, searchParams } = new URL(target, 'http://snat')
    if (pathname === '/whoami') return plainText(`${connection.remote.ip}:${connection.remote.port}`)
    if (pathname !== '/checknosnat') return plainText('404 page not found\n', 404)
    const addresses = (searchParams.get('ips') ?? '').split(',')
    const problems = (await Promise.all(addresses.map(problem))).flat()
    return plainText(problems.join(', '), problems.length > 0 ? 500 : 200)
  })
})

/** `agnhost no-snat-test-proxy`: asks another one. */
export const noSnatTestProxy = withFlags(['port:'], (process, machine, options) =>
  serveUntilEnded(process, machine, Number(options.value('port') ?? 31235), async ({ target }) => {
    const { pathname, searchParams } = new URL(target, 'http://snat')
    if (pathname !== '/checknosnat') return plainText('404 page not found\n', 404)
    const url = `http://${searchParams.get('target') ?? ''}/checknosnat?ips=${searchParams.get('ips') ?? ''}`
    const answer = await httpGet(process, machine, url)
    return 'error' in answer
      ? plainText(`error querying "${url}", err: ${answer.error}`, 500)
      : plainText(answer.body, answer.status)
  }),
)
