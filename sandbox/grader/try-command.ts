import type { MatrixPort } from '../netpol'
import { addressOf, type Party } from './proof/world'

type Program = (ip: string, port: number) => string

const https = 443
const url = (ip: string, port: number) =>
  port === https ? `https://${bracketed(ip)}` : `http://${bracketed(ip)}:${port}`
const bracketed = (ip: string) => (ip.includes(':') ? `[${ip}]` : ip)
const wget: Program = (ip, port) => `wget -qO- --timeout=2 ${url(ip, port)}`
/** `-k`: whoever answers on 443 vouches for itself. */
const curl: Program = (ip, port) => `curl -sS${port === https ? 'k' : ''} -m 2 ${url(ip, port)}`
const netcat: Program = (ip, port) => `nc -zv -w 2 ${ip} ${port}`
const agnhost: Program = (ip, port) => `/agnhost connect ${bracketed(ip)}:${port} --timeout=2s`
const nslookup: Program = ip => `nslookup kubernetes.default.svc.cluster.local ${ip}`
const getent: Program = () => 'getent hosts kubernetes.default.svc.cluster.local'
const dig: Program = ip => `dig +notcp +tries=1 +time=2 @${ip} kubernetes.default.svc.cluster.local`

/** Which program of an image speaks HTTP, TCP without words, and DNS over UDP. Debian's nginx has no wget, no nc, no nslookup. */
const programs: readonly { image: RegExp; http: Program; tcp: Program; dns?: Program }[] = [
  { image: /(^|\/)busybox(:|@|$)/, http: wget, tcp: netcat, dns: nslookup },
  { image: /(^|\/)nginx:[^@]*alpine/, http: wget, tcp: netcat, dns: nslookup },
  { image: /(^|\/)nginx(:|@|$)/, http: curl, tcp: curl, dns: getent },
  { image: /(^|\/)netshoot(:|@|$)/, http: curl, tcp: netcat, dns: dig },
  { image: /(^|\/)agnhost(:|@|$)/, http: agnhost, tcp: agnhost, dns: dig },
]

/** Ports on which the servers of the lessons do not speak HTTP. */
const wordless = new Set([53])

/** The command with which the learner can try a flow from the pod itself, with a program that its image has. */
export function tryCommand(from: Party, to: Party, { port, protocol }: MatrixPort): string | undefined {
  if (from.origin !== 'running' || !from.pod) return undefined
  const ip = addressOf(to)
  const image = from.pod.spec?.containers[0]?.image ?? ''
  const has = programs.find(entry => entry.image.test(image))
  if (!has || ip === undefined) return undefined
  const tcp = wordless.has(port) ? has.tcp : has.http
  const program = protocol === 'TCP' ? tcp : protocol === 'UDP' && port === 53 ? has.dns : undefined
  if (!program) return undefined
  const { namespace = 'default', name } = from.pod.metadata ?? {}
  return `kubectl exec -n ${namespace} ${name} -- ${program(ip, port)}`
}
