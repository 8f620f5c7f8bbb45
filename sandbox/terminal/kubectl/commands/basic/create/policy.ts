import { flag } from '../../../flags/definition'
import type { JsonObject } from '../../../object'
import { generatorCommand, requireName } from './generator'

export const disruptionBudget = generatorCommand({
  name: 'poddisruptionbudget',
  aliases: ['pdb'],
  usage: 'NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]',
  short: 'Create a pod disruption budget with the specified name',
  flags: [
    flag.string('max-unavailable', 'How many pods (or per cent of them) may be missing at most.'),
    flag.string('min-available', 'How many pods (or per cent of them) must be there at least.'),
    flag.string('selector', 'Labels of the pods that the budget is about.'),
  ],
  failure: 'failed to create poddisruptionbudgets:',
  make(invocation) {
    const { flags } = invocation
    const name = requireName(invocation)
    const selector = flags.string('selector')
    const least = flags.string('min-available')
    const most = flags.string('max-unavailable')
    if (!selector) throw new Error('a selector must be specified')
    if (!least && !most) throw new Error('one of min-available or max-unavailable must be specified')
    if (least && most) throw new Error('min-available and max-unavailable cannot be both specified')
    if (least && !amount.test(least)) throw new Error('invalid format specified for min-available')
    if (most && !amount.test(most)) throw new Error('invalid format specified for max-unavailable')
    return {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name },
      spec: {
        ...(most ? { maxUnavailable: intOrText(most) } : {}),
        ...(least ? { minAvailable: intOrText(least) } : {}),
        selector: { matchLabels: Object.fromEntries(selector.split(',').map(pair => pair.split('=', 2))) },
      },
      status: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 },
    }
  },
})

const amount = /^[0-9]+%?$/
const intOrText = (text: string): string | number => (/^\d+$/.test(text) ? Number(text) : text)

export const quota = generatorCommand({
  name: 'quota',
  aliases: ['resourcequota'],
  usage: 'NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]',
  short: 'Create a quota with the specified name',
  examples: `# At most ten pods in the namespace
kubectl create quota few --hard=pods=10`,
  flags: [
    flag.string('hard', 'Limits, as resource=quantity, with commas between them.'),
    flag.string('scopes', 'Scopes that all must match what is counted, with commas between them.'),
  ],
  failure: 'failed to create quota:',
  make(invocation) {
    const { flags } = invocation
    const name = requireName(invocation)
    const hard = limitsOf(flags.string('hard'))
    const scopes = flags.string('scopes') ? flags.string('scopes').split(',') : []
    if (scopes.includes('')) throw new Error('invalid resource quota scope ""')
    return {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name },
      spec: { ...(hard ? { hard } : {}), ...(scopes.length > 0 ? { scopes } : {}) },
      status: {},
    }
  },
})

const quantity = /^[+-]?(\d+|\d+\.\d*|\.\d+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/

function limitsOf(text: string): JsonObject | undefined {
  if (!text) return undefined
  return Object.fromEntries(
    text.split(',').map(pair => {
      const [resource = '', amountText, ...more] = pair.split('=')
      if (amountText === undefined || more.length > 0)
        throw new Error(`Invalid argument syntax ${pair}, expected <resource>=<value>`)
      if (!quantity.test(amountText)) {
        throw new Error(
          "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        )
      }
      return [resource, amountText]
    }),
  )
}

export const priorityClass = generatorCommand({
  name: 'priorityclass',
  aliases: ['pc'],
  usage: 'NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]',
  short: 'Create a priority class with the specified name',
  flags: [
    flag.string('description', 'What the class is for.'),
    flag.bool('global-default', 'Is it the class of pods that name none?'),
    flag.string('preemption-policy', 'May its pods drive out others?', { default: 'PreemptLowerPriority' }),
    flag.int('value', 'The priority.'),
  ],
  failure: 'failed to create priorityclass:',
  make(invocation) {
    const { flags } = invocation
    return {
      apiVersion: 'scheduling.k8s.io/v1',
      ...(flags.string('description') ? { description: flags.string('description') } : {}),
      ...(flags.bool('global-default') ? { globalDefault: true } : {}),
      kind: 'PriorityClass',
      metadata: { name: requireName(invocation) },
      preemptionPolicy: flags.string('preemption-policy'),
      value: flags.int('value'),
    }
  },
})
