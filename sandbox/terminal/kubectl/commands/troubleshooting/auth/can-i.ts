import type { V1SelfSubjectAccessReview, V1SelfSubjectRulesReview } from '@kubernetes/client-node'
import { compactRules, ruleColumns } from '../../../access/rules'
import type { Command } from '../../../command'
import { Exit } from '../../../failure'
import { flag } from '../../../flags/definition'
import type { Invocation } from '../../../invocation'
import type { Wire } from '../../../object'
import { alignTabs, tableTabs } from '../../../output/tab-writer'
import { allNamespacesFlag } from '../../shared-flags'

export const canI: Command = {
  name: 'can-i',
  usage: 'VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
  short: 'Check whether an action is allowed',
  long: `Check whether an action is allowed.

 VERB is a Kubernetes API verb like 'get', 'list', 'watch', 'delete'. TYPE is a resource, shortened as you like; NONRESOURCEURL is a path that begins with "/".`,
  examples: `# May I create network policies in this namespace?
kubectl auth can-i create networkpolicies

# Everything I may do here
kubectl auth can-i --list`,
  flags: [
    allNamespacesFlag,
    flag.bool('list', 'Print everything that is allowed.'),
    flag.bool('no-headers', 'Leave the headers out of --list.'),
    flag.bool('quiet', 'Only answer by the exit status.', { shorthand: 'q' }),
    flag.string('subresource', 'SubResource such as pod/log or deployment/scale'),
  ],
  run: invocation => (invocation.flags.bool('list') ? listRules(invocation) : answer(invocation)),
}

async function answer(invocation: Invocation): Promise<void> {
  const { args, flags } = invocation
  const [verb, target] = args
  if (verb === undefined || target === undefined || args.length > 2) {
    throw new Error(
      "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
    )
  }
  if (flags.bool('no-headers')) throw new Error('--no-headers cannot be set without --list specified')
  if (target.startsWith('/')) await warnOfVerb(invocation, verb, urlVerbs)
  const spec = target.startsWith('/')
    ? { nonResourceAttributes: { path: target, verb } }
    : { resourceAttributes: await attributes(invocation, verb, target) }
  const api = await invocation.api()
  const { body } = await api.request<Wire<V1SelfSubjectAccessReview>>(
    'POST',
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    { body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec } },
  )
  const allowed = body.status?.allowed ?? false
  const reasons = [body.status?.reason, body.status?.evaluationError].filter(Boolean)
  const why = reasons.length > 0 && !allowed ? ` - ${reasons.join(' - ')}` : ''
  if (!flags.bool('quiet')) await invocation.out(`${allowed ? 'yes' : 'no'}${why}\n`)
  if (!allowed) throw new Exit(1)
}

/** What may be asked of resources, and of other paths (kubectl/pkg/cmd/auth, cani.go). */
const verbs: ReadonlySet<string> = new Set(
  'get list watch create update patch delete deletecollection use bind impersonate * approve sign escalate attest'.split(
    ' ',
  ),
)
const urlVerbs: ReadonlySet<string> = new Set('get put post head options delete patch *'.split(' '))

async function warnOfVerb(invocation: Invocation, verb: string, known: ReadonlySet<string>): Promise<void> {
  if (!known.has(verb)) await invocation.err(`Warning: verb '${verb}' is not a known verb\n\n`)
}

/** What may be impersonated: no resources of the server, and yet asked about as such. */
const subjects: ReadonlySet<string> = new Set(['users', 'groups'])

async function attributes(invocation: Invocation, verb: string, target: string) {
  const { flags } = invocation
  const [type = '', name = ''] = target.split('/')
  const mapper = await invocation.mapper(one => type === '*' || one.has(type))
  let resource = { resource: type, group: '', namespaced: true }
  if (subjects.has(type)) resource = { resource: type, group: '', namespaced: true }
  else if (type !== '*') {
    try {
      resource = mapper.forArgument(type)
    } catch {
      const [name, ...group] = type.toLowerCase().split('.')
      const inGroup = group.length > 0 ? ` in group '${group.join('.')}'` : ''
      await invocation.err(`Warning: the server doesn't have a resource type '${name}'${inGroup}\n\n`)
    }
  } else resource = { resource: '*', group: '*', namespaced: true }
  if (!flags.bool('all-namespaces') && !resource.namespaced) {
    await invocation.err(
      `Warning: resource '${resource.resource}' is not namespace scoped${resource.group ? ` in group '${resource.group}'` : ''}\n\n`,
    )
  }
  if (!flags.bool('all-namespaces')) await warnOfVerb(invocation, verb, verbs)
  const namespace = flags.bool('all-namespaces') ? '' : (await invocation.namespace()).name
  return {
    verb,
    group: resource.group,
    resource: resource.resource,
    namespace,
    name,
    subresource: flags.string('subresource'),
  }
}

async function listRules(invocation: Invocation): Promise<void> {
  if (invocation.args.length > 0) throw new Error('list option must be specified with no arguments')
  const api = await invocation.api()
  const { name: namespace } = await invocation.namespace()
  const { body } = await api.request<Wire<V1SelfSubjectRulesReview>>(
    'POST',
    '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
    { body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } } },
  )
  const { resourceRules = [], nonResourceRules = [] } = body.status ?? {}
  const rows = compactRules([...resourceRules, ...nonResourceRules]).map(ruleColumns)
  const headers = invocation.flags.bool('no-headers')
    ? []
    : ['Resources\tNon-Resource URLs\tResource Names\tVerbs']
  await invocation.out(alignTabs([...headers, ...rows].map(row => `${row}\n`).join(''), tableTabs))
}
