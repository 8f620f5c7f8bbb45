import type { V1Container, V1EphemeralContainer, V1Probe } from '@kubernetes/client-node'
import type { Disposable } from '../../../process'
import type { NetworkNamespace } from '../../network/stack'
import type { Container } from '../container/container'
import type { NodeContext } from '../node/node-context'
import { probeOnce } from './probe-once'

/** Watches a running container by its startup, readiness and liveness probes. */
export interface Prober extends Disposable {
  readonly ready: boolean
  readonly started: boolean
}

type Options = {
  spec: V1Container | V1EphemeralContainer
  container: Container
  network: NetworkNamespace
  node: NodeContext
  changed: () => void
  report: (reason: string, message: string) => void
  restart: (probe: 'startup' | 'liveness') => void
  /** What it was known to be before the node was started anew. */
  before?: { readonly ready: boolean; readonly started: boolean }
}

type ProbeKind = 'Startup' | 'Readiness' | 'Liveness'

const unwatched: Prober = { ready: true, started: true, dispose() {} }

export function createProber(options: Options): Prober {
  const { spec, changed, report, restart, before } = options
  if (!spec.startupProbe && !spec.readinessProbe && !spec.livenessProbe) return unwatched
  const stop = new AbortController()
  let started = before?.started ?? spec.startupProbe === undefined
  let ready = before?.ready ?? (started && spec.readinessProbe === undefined)

  /** Calls back whenever the probe's result has been the same for as long as its thresholds say. */
  const watch = async (kind: ProbeKind, probe: V1Probe, settled: (healthy: boolean) => boolean) => {
    await wait((probe.initialDelaySeconds ?? 0) * 1_000, stop.signal)
    let successes = 0
    let failures = 0
    while (!stop.signal.aborted) {
      const problem = await probeOnce(options, probe, stop.signal)
      if (stop.signal.aborted) return
      if (problem === undefined) {
        failures = 0
        if (++successes >= (probe.successThreshold ?? 1) && settled(true)) return
      } else {
        successes = 0
        report('Unhealthy', `${kind} probe failed: ${problem}`)
        if (++failures >= (probe.failureThreshold ?? 3) && settled(false)) return
      }
      await wait((probe.periodSeconds ?? 10) * 1_000, stop.signal)
    }
  }

  const setReady = (healthy: boolean) => {
    if (ready === healthy) return false
    ready = healthy
    changed()
    return false
  }
  const watchAfterStart = () => {
    if (spec.readinessProbe) void watch('Readiness', spec.readinessProbe, setReady)
    else ready = true
    if (spec.livenessProbe)
      void watch('Liveness', spec.livenessProbe, healthy => {
        if (!healthy) restart('liveness')
        return !healthy
      })
  }

  if (started) watchAfterStart()
  else
    void watch('Startup', spec.startupProbe!, healthy => {
      if (!healthy) {
        restart('startup')
        return true
      }
      started = true
      watchAfterStart()
      changed()
      return true
    })

  return {
    get ready() {
      return ready
    },
    get started() {
      return started
    },
    dispose: () => stop.abort(),
  }
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds === 0 || signal.aborted) return Promise.resolve()
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    timer.unref()
    signal.addEventListener('abort', done, { once: true })
  })
}
