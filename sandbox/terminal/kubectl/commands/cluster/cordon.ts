import type { V1Node } from '@kubernetes/client-node'
import { type Command, usageError } from '../../command'
import type { Invocation } from '../../invocation'
import type { KubeObject } from '../../object'
import { type Info, objectPath, select } from '../../resources/select'
import { dryRunFlag, dryRunOf, dryRunSuffix, selectorFlag } from '../shared-flags'

/** The nodes that a command line names, or selects. Throws what is wrong with the line. */
export async function nodesOf(invocation: Invocation): Promise<Info[]> {
  const { flags, args, command } = invocation
  const selector = flags.string('selector')
  if (args.length === 0 && !selector) throw usageError(invocation, `USAGE: ${command.name} NODE [flags]`)
  if (args.length > 0 && selector)
    throw usageError(invocation, 'error: cannot specify both a node name and a --selector option')
  const { infos, errors } = await select(invocation, {
    typed: true,
    args: args.length > 0 ? asNodes(args) : ['nodes'],
    labelSelector: selector,
    singleResourceType: true,
  })
  if (errors[0]) throw errors[0]
  const other = infos.find(({ resource }) => resource.group !== '' || resource.resource !== 'nodes')
  if (other) {
    const { group, version, resource } = other.resource
    throw new Error(`error: expected resource of type node, got "${group}/${version}, Resource=${resource}"`)
  }
  return infos
}

/** Names that tell no type are nodes' (resource.Builder's ResourceNames). */
export const asNodes = (names: readonly string[]): string[] =>
  names.map(name => (name.includes('/') ? name : `nodes/${name}`))

/** Marks a node, and tells so; what the server refuses is told and no failure (RunCordonOrUncordon). */
export async function cordonNode(invocation: Invocation, info: Info, unschedulable: boolean): Promise<void> {
  const dryRun = dryRunOf(invocation)
  const { spec } = info.object as unknown as V1Node
  const verb = unschedulable ? 'cordoned' : 'uncordoned'
  const already = (spec?.unschedulable ?? false) === unschedulable
  if (!already && dryRun !== 'client') {
    const api = await invocation.api()
    try {
      await api.request<KubeObject>('PATCH', objectPath(info), {
        body: { spec: { unschedulable: unschedulable || null } },
        contentType: 'application/strategic-merge-patch+json',
        query: { dryRun: dryRun === 'server' ? 'All' : undefined },
      })
    } catch (error) {
      const what = `unable to ${unschedulable ? 'cordon' : 'uncordon'} node ${JSON.stringify(info.name)}`
      await invocation.err(`error: ${what}: ${(error as Error).message}\n`)
      return
    }
  }
  await invocation.out(`node/${info.name} ${already ? 'already ' : ''}${verb}${dryRunSuffix(dryRun)}\n`)
}

const marking = (unschedulable: boolean) => async (invocation: Invocation) => {
  for (const info of await nodesOf(invocation)) await cordonNode(invocation, info, unschedulable)
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
