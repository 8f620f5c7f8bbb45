import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLaptop } from '../laptop.fixture'

let laptop: Awaited<ReturnType<typeof openLaptop>>
const run = (line: string) => laptop.run(line)

beforeAll(async () => {
  laptop = await openLaptop('proxy')
})
afterAll(() => laptop.provider.close())

async function proxied(flags: string, body: (at: string) => Promise<void>) {
  const proxy = run(`kubectl proxy --port=0${flags}`)
  try {
    await expect.poll(proxy.out).toMatch(/^Starting to serve on \S+:\d+\n$/)
    await body(`127.0.0.1:${/:(\d+)\n/.exec(proxy.out())![1]}`)
  } finally {
    proxy.interrupt()
    expect((await proxy.ended).code).toBe(130)
  }
}

describe('a proxy', () => {
  it('answers as the API server does, and nobody answers behind it', async () => {
    let port = ''
    await proxied('', async at => {
      port = at
      const { out } = await run(`curl -s http://${at}/api/v1/namespaces/default/services/kubernetes`).ended
      expect(JSON.parse(out)).toMatchObject({ kind: 'Service', metadata: { name: 'kubernetes' } })
      const missing = await run(`curl -si http://${at}/api/v1/namespaces/default/pods/none`).ended
      expect(missing.out).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/)
      expect(missing.out).toContain('pods \\"none\\" not found')
      expect((await run(`curl -s http://${at}/version`).ended).out).toContain('"gitVersion"')
    })
    expect((await run(`curl -s http://${port}/version`).ended).code).toBe(7)
  })

  it('passes on what is sent', async () =>
    proxied('', async at => {
      const path = `http://${at}/api/v1/namespaces/default/configmaps`
      const object = '{"metadata":{"name":"sent"},"data":{"a":"b"}}'
      const sent = `curl -s -o /dev/null -w %{http_code} -X POST -H Content-Type:application/json -d ${object} ${path}`
      expect((await run(sent).ended).out).toBe('201')
      expect((await run('kubectl get cm sent -o jsonpath={.data.a}').ended).out).toBe('b')
      expect((await run(`curl -s -X DELETE ${path}/sent`).ended).out).toContain('"status": "Success"')
    }))

  it('passes a watch on as it comes', async () =>
    proxied('', async at => {
      const watch = run(`curl -sN http://${at}/api/v1/namespaces/default/configmaps?watch=1`)
      await run('kubectl create configmap later').ended
      await expect.poll(watch.out).toContain('"name":"later"')
      watch.interrupt()
      await watch.ended
    }))

  it('has the API below its prefix only', async () =>
    proxied(' --api-prefix=/custom', async at => {
      expect((await run(`curl -s http://${at}/custom/version`).ended).out).toContain('"gitVersion"')
      expect((await run(`curl -s http://${at}/version`).ended).out).toBe('404 page not found\n')
      expect((await run(`curl -si http://${at}/custom`).ended).out).toMatch(
        /^HTTP\/1\.1 301 Moved Permanently\r\n(.*\r\n)*Location: \/custom\/\r\n/,
      )
    }))

  it.each([
    ['', '/api/v1/namespaces/default/pods/web/exec', '', 'Forbidden\n'],
    ['', '/version', ' -H Host:example.com', 'Forbidden\n'],
    [' --accept-hosts=^example', '/version', ' -H Host:example.com:80', '{\n'],
    [' --reject-methods=GET', '/version', '', 'Forbidden\n'],
    [' --accept-paths=^/api/', '/version', '', 'Forbidden\n'],
    [' --disable-filter', '/version', ' -H Host:example.com', '{\n'],
  ])('%s with a request for %s%s answers %j', async (flags, path, header, answer) =>
    proxied(flags, async at => {
      expect((await run(`curl -s${header} http://${at}${path}`).ended).out.slice(0, answer.length)).toBe(
        answer,
      )
    }),
  )
})

/** Each as kubectl 1.36 answered. */
describe('what cannot be served is refused in kubectl’s words', () => {
  it.each([
    [' --port=80', 'error: listen tcp 127.0.0.1:80: bind: permission denied\n'],
    [' --port=-1', 'error: listen tcp: address -1: invalid port\n'],
    [' --port=99999', 'error: listen tcp: address 99999: invalid port\n'],
    [' --address=::1', 'error: listen tcp: address ::1:8001: too many colons in address\n'],
    [' --address=192.0.2.1', 'error: listen tcp 192.0.2.1:8001: bind: cannot assign requested address\n'],
    [' --unix-socket=x --port=8002', 'error: cannot set --unix-socket and --port at the same time\n'],
    [
      ' --port=x',
      'error: invalid argument "x" for "-p, --port" flag: strconv.ParseInt: parsing "x": invalid syntax\nSee \'kubectl proxy --help\' for usage.\n',
    ],
  ])('proxy%s', async (line, err) => {
    expect(await run(`kubectl proxy${line}`).ended).toMatchObject({ code: 1, err })
  })

  it('a port that is taken', async () => {
    const one = run('kubectl proxy')
    await expect.poll(one.out).toBe('Starting to serve on 127.0.0.1:8001\n')
    expect((await run('kubectl proxy').ended).err).toBe(
      'error: listen tcp 127.0.0.1:8001: bind: address already in use\n',
    )
    one.interrupt()
    await one.ended
  })

  it('what is no regular expression', async () => {
    const { code, err } = await run('kubectl proxy --accept-hosts=[').ended
    expect(code).toBe(255)
    expect(err).toMatch(
      /^F\d{4} .* proxy_server\.go:83\] Error compiling re: error parsing regexp: missing closing \]: `\[`\n$/,
    )
  })
})
