import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTerminal } from '../../../../create-terminal'
import { openLaptop } from '../laptop.fixture'

let laptop: Awaited<ReturnType<typeof openLaptop>>
const run = (line: string) => laptop.run(line)

const manifest = `apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  containers: [{name: web, image: nginx, ports: [{name: http, containerPort: 80}, {name: dns, containerPort: 53, protocol: UDP}]}]
---
apiVersion: v1
kind: Pod
metadata: {name: pending}
spec:
  nodeSelector: {none: such}
  containers: [{name: web, image: nginx}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{name: www, port: 8000, targetPort: http}]}
`

beforeAll(async () => {
  laptop = await openLaptop('forward')
  await laptop.files.write('/tmp/web.yaml', manifest)
  await run('kubectl apply -f /tmp/web.yaml').ended
  await run('kubectl wait --for=condition=Ready pod/web').ended
})
afterAll(() => laptop.provider.close())

const forwarding = (local: number, remote: number) =>
  `Forwarding from 127.0.0.1:${local} -> ${remote}\nForwarding from [::1]:${local} -> ${remote}\n`

describe('a forwarded port', () => {
  it('leads to the pod until Ctrl-C', async () => {
    const forward = run('kubectl port-forward pod/web 8080:80 8081:http')
    await expect.poll(forward.out).toBe(forwarding(8080, 80) + forwarding(8081, 80))
    const { code, out } = await run('curl -s localhost:8080').ended
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('Welcome to nginx!') })
    expect((await run('curl -s -o /dev/null -w %{http_code} http://127.0.0.1:8081/none').ended).out).toBe(
      '404',
    )
    expect(forward.out()).toMatch(/Handling connection for 8080\nHandling connection for 8081\n$/)
    forward.interrupt()
    await forward.ended
    expect((await run('curl -s localhost:8080').ended).code).toBe(7)
  })

  it('is none of the machine that all this runs on', async () => {
    const real = createServer()
    await new Promise<void>(resolve => real.listen(0, '127.0.0.1', resolve))
    const { port } = real.address() as AddressInfo
    const forward = run(`kubectl port-forward web ${port}:80`)
    await expect.poll(forward.out).toBe(forwarding(port, 80))
    forward.interrupt()
    await forward.ended
    real.close()
  })

  it('can be used from another terminal, or from the same one while it is a job', async () => {
    const open = (id: string) => {
      let text = ''
      const terminal = createTerminal({
        id,
        access: laptop.access,
        files: laptop.files,
        state: { load: () => undefined, save() {} },
      })
      terminal.attach({
        id,
        send(event) {
          if (event.type === 'output' || event.type === 'screen') text += event.data
        },
      })
      return { terminal, text: () => text }
    }
    const [one, other] = [open('one'), open('other')]
    one.terminal.run('kubectl port-forward web 8084:80 &')
    await expect.poll(one.text, { timeout: 5_000 }).toContain('[::1]:8084 -> 80')
    one.terminal.run('curl -sI localhost:8084 | head -1')
    await expect.poll(one.text, { timeout: 5_000 }).toContain('HTTP/1.1 200 OK')
    other.terminal.run('curl -sI localhost:8084 | head -1')
    await expect.poll(other.text, { timeout: 5_000 }).toContain('HTTP/1.1 200 OK')
    one.terminal.run('kill %1; wait; curl localhost:8084')
    await expect.poll(one.text, { timeout: 5_000 }).toContain('curl: (7)')
    one.terminal.dispose()
    other.terminal.dispose()
  })

  it('is that of the service, and the one that is free where none is asked for', async () => {
    const forward = run('kubectl port-forward service/web :www')
    await expect
      .poll(forward.out)
      .toMatch(/^Forwarding from 127\.0\.0\.1:(\d+) -> 80\nForwarding from \[::1\]:\1 -> 80\n$/)
    const port = /:(\d+)/.exec(forward.out())![1]
    expect((await run(`curl -s localhost:${port}`).ended).out).toContain('nginx')
    forward.interrupt()
    await forward.ended
  })

  it('is lost when nobody listens in the pod', async () => {
    const forward = run('kubectl port-forward web 8082:99')
    await expect.poll(forward.out).toBe(forwarding(8082, 99))
    expect((await run('curl -s localhost:8082').ended).code).toBe(52)
    const { code, err } = await forward.ended
    expect(code).toBe(1)
    expect(err).toMatch(
      /^E\d{4} .* portforward\.go:522\] "Unhandled Error" err="an error occurred forwarding 8082 -> 99: error forwarding port 99 to pod .*connection refused.*"\nerror: lost connection to pod\n$/,
    )
  })

  it('is taken once', async () => {
    const forward = run('kubectl port-forward web 8083:80')
    await expect.poll(forward.out).toBe(forwarding(8083, 80))
    expect(await run('kubectl port-forward web 8083:80').ended).toMatchObject({
      code: 1,
      err: 'Unable to listen on port 8083: Listeners failed to create with the following errors: [unable to create listener: Error listen tcp4 127.0.0.1:8083: bind: address already in use unable to create listener: Error listen tcp6 [::1]:8083: bind: address already in use]\nerror: unable to listen on any of the requested ports: [{8083 80}]\n',
    })
    forward.interrupt()
    await forward.ended
  })
})

const usage =
  "error: TYPE/NAME and list of ports are required for port-forward\nSee 'kubectl port-forward -h' for help and examples\n"

/** Each as kubectl 1.36 answered. */
describe('what cannot be forwarded is refused in kubectl’s words', () => {
  it.each([
    ['', usage],
    [' web', usage],
    [' nothing 8080:80', 'Error from server (NotFound): pods "nothing" not found\n'],
    [
      ' pending 8080:80',
      'error: unable to forward port because pod is not running. Current status=Pending\n',
    ],
    [' web x:y', "error: Pod 'web' does not have a named port 'y'\n"],
    [' web 8080:', "error: Pod 'web' does not have a named port ''\n"],
    [
      ' web 80000:80',
      'error: error parsing local port \'80000\': strconv.ParseUint: parsing "80000": value out of range\n',
    ],
    [' web x:80', 'error: error parsing local port \'x\': strconv.ParseUint: parsing "x": invalid syntax\n'],
    [' web 8080:0', 'error: remote port must be > 0\n'],
    [' web 5353:dns', 'error: UDP protocol is not supported for dns\n'],
    [' svc/web 8080:99', 'error: Service web does not have a service port 99\n'],
    [' svc/web 8080:http', "error: Service 'web' does not have a named port 'http'\n"],
    [' web 8080:80 --address=foo', 'error: foo is not a valid IP\n'],
    [
      ' cm/kube-root-ca.crt 8080:80',
      'error: cannot attach to *v1.ConfigMap: selector for *v1.ConfigMap not implemented\n',
    ],
  ])('port-forward%s', async (line, err) => {
    expect(await run(`kubectl port-forward${line}`).ended).toMatchObject({ code: 1, err })
  })
})
