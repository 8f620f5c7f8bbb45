import { plainText, redirect } from '../answers'
import { withFlags } from '../command'
import { goSeconds } from '../go-duration'
import { serveUntilEnded } from './serve'

/** Seconds for which it is healthy. */
const healthy = 10

/** `agnhost liveness`: /healthz on port 8080 is well for ten seconds (the probes tutorial of kubernetes.io). */
export const liveness = withFlags([], (process, machine) => {
  const started = performance.now()
  return serveUntilEnded(process, machine, 8080, ({ target }) => {
    const { pathname, searchParams } = new URL(target, 'http://liveness')
    const seconds = (performance.now() - started) / 1_000
    if (pathname === '/started') return plainText(goSeconds(seconds))
    if (pathname === '/redirect') return redirect(searchParams.get('loc') ?? '', 302)
    if (pathname !== '/healthz') return plainText('404 page not found\n', 404)
    return seconds > healthy ? plainText(`error: ${seconds}`, 500) : plainText('ok')
  })
})
