import type { MatrixPort } from '@/sandbox/netpol'
import { type End, isPod } from './matrix/ends'

type Tool = { images: RegExp; command: (to: string, port: number) => string }

/** What each image has to try a TCP connection with: Debian's nginx has curl and no wget, busybox the other way. */
const tools: readonly Tool[] = [
  { images: /agnhost/, command: (to, port) => `/agnhost connect --timeout=2s ${to}:${port}` },
  { images: /netshoot|alpine/, command: (to, port) => `nc -zvw 2 ${to} ${port}` },
  { images: /nginx/, command: (to, port) => `curl -sS -m 2 http://${to}:${port}` },
  { images: /./, command: (to, port) => `wget -qO- --timeout=2 http://${to}:${port}` },
]

/** The command that tries a cell's connection, or nothing where the images have no tool for it. */
export function tryCommand(from: End, to: End, { port, protocol }: MatrixPort): string | undefined {
  const ip = isPod(to) ? to.ip : to.address
  if (!ip || !isPod(from)) return undefined
  const exec = `kubectl exec -n ${from.namespace} ${from.pod} --`
  if (protocol === 'UDP' && port === 53 && /busybox|netshoot|agnhost/.test(from.image)) {
    return `${exec} nslookup kubernetes.default.svc.cluster.local ${ip}`
  }
  if (protocol !== 'TCP') return undefined
  const tool = tools.find(({ images }) => images.test(from.image))
  return tool && `${exec} ${tool.command(ip, port)}`
}
