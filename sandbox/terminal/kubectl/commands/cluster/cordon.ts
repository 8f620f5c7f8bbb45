import type { V1Node } from '@kubernetes/client-node'
import { type Command, usageError } from '../../command'
import { throwAll } from '../../failure'
import type { Invocation } from '../../invocation'
import type { KubeObject } from '../../object'
import { type Info, objectPath, select } from '../../resources/select'
import { dryRunFlag, dryRunOf, dryRunSuffix, selectorFlag } from '../shared-flags'

/** The nodes that a command line names, or selects. Throws what is wrong with the line. */
export async function nodesOf(invocation: Invocation): Promise<{ infos: Info[]; errors: Error[] }> {
  const { flags, args, command } = invocation
  const selector = flags.string('selector')
  if (args.length === 0 && !selector) throw usageError(invocation, `USAGE: ${command.name} NODE [flags]`)
  if (args.length > 0 && selector)
    throw usageError(invocation, 'error: cannot specify both a node name and a --selector option')
  return select(invocation, { args: ['nodes', ...args], labelSelector: selector })
}

/** Marks a node, and tells so. */
export async function cordonNode(invocation: Invocation, info: Info, unschedulable: boolean): Promise<void> {
  const dryRun = dryRunOf(invocation)
  const { spec } = info.object as unknown as V1Node
  const verb = unschedulable ? 'cordoned' : 'uncordoned'
  const already = (spec?.unschedulable ?? false) === unschedulable
  if (!already && dryRun !== 'client') {
    const api = await invocation.api()
    await api.request<KubeObject>('PATCH', objectPath(info), {
      body: { spec: { unschedulable: unschedulable || null } },
      contentType: 'application/strategic-merge-patch+json',
      query: { dryRun: dryRun === 'server' ? 'All' : undefined },
    })
  }
  await invocation.out(`node/${info.name} ${already ? 'already ' : ''}${verb}${dryRunSuffix(dryRun)}\n`)
}

const marking = (unschedulable: boolean) => async (invocation: Invocation) => {
  const { infos, errors } = await nodesOf(invocation)
  const failures = [...errors]
  for (const info of infos) {
    try {
      await cordonNode(invocation, info, unschedulable)
    } catch (error) {
      failures.push(error as Error)
    }
  }
  throwAll(failures)
}

const flags = [dryRunFlag, selectorFlag]

export const cordon: Command = {
  name: 'cordon',
  usage: 'NODE',
  short: 'Mark node as unschedulable',
  examples: `# No new pods for this node
kubectl cordon minikube-m02`,
  flags,
  run: marking(true),
}

export const uncordon: Command = {
  name: 'uncordon',
  usage: 'NODE',
  short: 'Mark node as schedulable',
  examples: `# The node takes pods again
kubectl uncordon minikube-m02`,
  flags,
  run: marking(false),
}
