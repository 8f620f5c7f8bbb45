import { flag } from '../../../flags/definition'
import type { JsonObject } from '../../../object'
import { generatorCommand, requireName } from './generator'

/** `host/path=service:port[,tls[=secret]]` (kubectl's create_ingress). */
const rulePattern = /^[\w*.-]*\/.*=[\w-]+:[\w-]+/

const portOf = (text: string): JsonObject => (/^\d+$/.test(text) ? { number: Number(text) } : { name: text })
const backend = (text: string): JsonObject => {
  const [name = '', port = ''] = text.split(':')
  return { service: { name, port: portOf(port) } }
}

type Rule = { host?: string; http: { paths: JsonObject[] } }
type Tls = { hosts?: string[]; secretName?: string }

export const ingress = generatorCommand({
  name: 'ingress',
  aliases: ['ing'],
  usage: 'NAME --rule=host/path=service:port[,tls[=secret]]',
  short: 'Create an ingress with the specified name',
  examples: `# Send what asks for shop.example to the service web
kubectl create ingress shop --rule="shop.example/*=web:80"`,
  flags: [
    flag.array('annotation', 'Annotation of the ingress, as annotation=value'),
    flag.string('class', 'Ingress Class to be used'),
    flag.string('default-backend', 'Service for everything else, as svcname:port'),
    flag.array(
      'rule',
      'host/path=service:port[,tls=secretname]; a path that ends with * is a prefix. The tls part is optional.',
    ),
  ],
  failure: 'failed to create ingress:',
  make(invocation) {
    const { flags } = invocation
    const name = requireName(invocation)
    const rules = flags.list('rule')
    const fallback = flags.string('default-backend')
    if (!fallback && rules.length === 0) {
      throw new Error(
        'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
      )
    }
    for (const rule of rules) {
      if (!rulePattern.test(rule)) {
        throw new Error(
          `rule ${rule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`,
        )
      }
    }
    const annotations = flags.list('annotation').map(annotation => {
      const equals = annotation.indexOf('=')
      if (equals < 0)
        throw new Error(`annotation ${annotation} is invalid and should be in format key=[value]`)
      return [annotation.slice(0, equals), annotation.slice(equals + 1)]
    })
    if (fallback && fallback.split(':').length !== 2)
      throw new Error('default-backend should be in format servicename:serviceport')
    const secured = tlsOf(rules)
    const routes = rulesOf(rules)
    return {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { ...(annotations.length > 0 ? { annotations: Object.fromEntries(annotations) } : {}), name },
      spec: {
        ...(fallback ? { defaultBackend: backend(fallback) } : {}),
        ...(flags.string('class') ? { ingressClassName: flags.string('class') } : {}),
        ...(routes.length > 0 ? { rules: routes } : {}),
        ...(secured.length > 0 ? { tls: secured } : {}),
      },
      status: { loadBalancer: {} },
    }
  },
})

function rulesOf(texts: readonly string[]): Rule[] {
  const rules: Rule[] = []
  for (const text of texts) {
    const plain = text.split(',')[0] as string
    const slash = plain.indexOf('/')
    const host = plain.slice(0, slash)
    const [path = '', service = ''] = plain.slice(slash + 1).split('=')
    const prefix = path.endsWith('*')
    const entry = {
      backend: backend(service),
      path: `/${prefix ? path.slice(0, -1) : path}`,
      pathType: prefix ? 'Prefix' : 'Exact',
    }
    const known = rules.find(rule => (rule.host ?? '') === host)
    if (known) known.http.paths.push(entry)
    else rules.push({ ...(host ? { host } : {}), http: { paths: [entry] } })
  }
  return rules
}

/** One entry a secret, each host once. */
function tlsOf(texts: readonly string[]): Tls[] {
  const found: Tls[] = []
  const seen = new Set<string>()
  for (const text of texts) {
    const [plain = '', tls, ...more] = text.split(',')
    const host = plain.split('/')[0] as string
    if (tls === undefined || more.length > 0 || seen.has(host)) continue
    seen.add(host)
    const secret = tls.split('=')[1] ?? ''
    const known = found.find(entry => (entry.secretName ?? '') === secret)
    if (known) known.hosts = [...(known.hosts ?? []), host]
    else if (host || secret)
      found.push({ ...(host ? { hosts: [host] } : {}), ...(secret ? { secretName: secret } : {}) })
  }
  return found
}
