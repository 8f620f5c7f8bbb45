import { learnersIn } from '../../platform/node-room'
import type { Examination } from '../examine'
import type { Facts, Tried } from '../facts/facts'
import { type Row, row } from './row'

/** Ephemeral containers and everything else that is used, without a feature gate. */
const oldest = 25
/** ValidatingAdmissionPolicy is generally available. */
const withPolicies = 30
const applyRights = 'kubectl apply -f deploy/platform.yaml'
const oneClusterEach = 'minikube start --cni=calico   # a cluster for each learner, TENANCY=own'

type Assessment = (facts: Partial<Facts>) => Row | undefined

const took = (tried: Tried): Record<string, string | number> =>
  tried.worked ? { milliseconds: tried.milliseconds } : { why: tried.why }

/** A row of something that either worked or did not. */
const ofTried =
  (check: string, of: (facts: Partial<Facts>) => Tried | undefined, type?: string): Assessment =>
  facts => {
    const tried = of(facts)
    if (!tried) return undefined
    return tried.worked
      ? row(check, 'good', 'worked', took(tried))
      : row(check, 'missing', 'failed', took(tried), type)
  }

const version: Assessment = ({ version: found }) => {
  if (!found) return undefined
  const params = { version: found.gitVersion }
  if (found.minor < oldest) return row('version', 'missing', 'old', params)
  return found.minor < withPolicies
    ? row('version', 'limited', 'before-policies', params)
    : row('version', 'good', 'fine', params)
}

const network: Assessment = ({ network: name, deny, allow }) => {
  if (!deny || !allow) return undefined
  const params = { name: name ?? 'unknown' }
  if (deny.worked && allow.worked)
    return row('enforcement', 'good', 'worked', {
      ...params,
      deny: deny.milliseconds,
      allow: allow.milliseconds,
    })
  const failed = deny.worked ? allow : deny
  return row('enforcement', 'missing', 'failed', { ...params, ...took(failed) }, oneClusterEach)
}

const rights: Assessment = ({ rights: asked }) => {
  if (!asked) return undefined
  const lacking = asked.filter(({ allowed }) => !allowed).map(({ right }) => right)
  if (lacking.length === 0) return row('rights', 'good', 'all', { count: asked.length })
  const [first = '', second = '', third = ''] = lacking
  const some = [first, second, third].filter(one => one !== '').join(', ')
  return row('rights', 'missing', 'some', { some, more: Math.max(0, lacking.length - 3) }, applyRights)
}

const images: Assessment = ({ images: tried }) => {
  if (!tried) return undefined
  const failed = tried.filter(({ tried: { worked } }) => !worked)
  const names = (of: typeof tried) => of.map(({ image }) => image).join(', ')
  if (failed.length === 0) return row('images', 'good', 'all', { images: names(tried) })
  const [first] = failed
  const why = first && !first.tried.worked ? first.tried.why : ''
  return row('images', failed.length < tried.length ? 'limited' : 'missing', 'some', {
    images: names(failed),
    why,
  })
}

const admission: Assessment = ({ admission: found }) => {
  if (!found) return undefined
  if ('why' in found) return row('admission', 'limited', 'unknown', { why: found.why })
  if (found.enforced) return row('admission', 'good', 'asked')
  return row('admission', 'limited', found.served ? 'ignored' : 'absent')
}

const podSecurity: Assessment = ({ podSecurity: refuses }) =>
  refuses === undefined
    ? undefined
    : row('pod-security', refuses ? 'good' : 'limited', refuses ? 'refuses' : 'ignored')

const wall: Assessment = ({ walls }) => {
  if (!walls) return undefined
  const holding = walls.find(({ tried }) => tried.worked)
  if (holding) return row('wall', 'good', 'holds', { kind: holding.kind, ...took(holding.tried) })
  const [first] = walls
  return first
    ? row('wall', 'limited', 'fails', { kind: first.kind, ...took(first.tried) }, oneClusterEach)
    : row('wall', 'limited', 'absent', {}, oneClusterEach)
}

const dns: Assessment = ({ dns: found }) => {
  if (!found) return undefined
  if (found.pods === 0) return row('dns', 'limited', 'unlabelled')
  if (!found.namespaceLabelled) return row('dns', 'limited', 'namespace')
  return row('dns', found.nodeLocal ? 'limited' : 'good', found.nodeLocal ? 'node-local' : 'labelled', {
    pods: found.pods,
  })
}

const room: Assessment = ({ room: left }) => {
  if (!left) return undefined
  const learners = learnersIn(left)
  const params = { ...left, learners }
  return row('room', learners === 0 ? 'missing' : 'good', learners === 0 ? 'none' : 'some', params)
}

/** In the order of the table. */
const assessments: readonly Assessment[] = [
  version,
  rights,
  ofTried('pods', ({ pods }) => pods),
  network,
  ofTried('probe-containers', ({ probeContainer }) => probeContainer),
  images,
  dns,
  wall,
  admission,
  podSecurity,
  ofTried('quota', ({ quota }) => quota),
  room,
]

/** What an examination means for lessons, line by line; what could not be found out has its line as well. */
export function assess({ facts, troubles }: Examination): Row[] {
  return [
    ...assessments.flatMap(assessment => assessment(facts) ?? []),
    ...troubles.map(({ fact, why }) => row('trouble', 'missing', 'told', { fact, why })),
  ]
}

/** What may be started on this cluster: lessons at all, and many learners beside each other behind a wall. */
export function verdict(rows: readonly Row[]): { lessons: boolean; shared: boolean } {
  const lessons = rows.every(({ level }) => level !== 'missing')
  const walled = ['wall', 'admission', 'pod-security'].every(check =>
    rows.some(one => one.check === check && one.level === 'good'),
  )
  return { lessons, shared: lessons && walled }
}
