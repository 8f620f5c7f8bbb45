import { type Command, hostState, notFound, requireRunning, tell } from '../context'
import { profile } from '../facts'
import { configure, forget, isConfigured, unsetCurrent } from '../kubeconfig'
import type { Node } from '../machine'
import { chosenNode, switchOff } from './nodes'

/** Bits that are not as they should be: host, kubelet and API server (pkg/minikube/cluster/status.go). */
const stoppedStatus = 7

export const stop: Command = {
  name: 'stop',
  summary: 'Stops a running local Kubernetes cluster',
  switches: ['all', 'keep-context-active', 'cancel-scheduled'],
  values: ['schedule'],
  async run(context) {
    const { machine, process, flags } = context
    const state = await machine.state()
    if (state === 'absent') throw notFound()
    const nodes = await machine.nodes()
    // The last one first.
    for (const { name, state } of [...nodes].reverse())
      if (state === 'running') await switchOff(context, name)
    if (state === 'running') await machine.become('stopped')
    if (!flags.bool('keep-context-active')) await unsetCurrent(process)
    await tell(context, 'stopped', `${nodes.length} node${nodes.length === 1 ? '' : 's'} stopped.`)
    return undefined
  },
}

export const remove: Command = {
  name: 'delete',
  summary: 'Deletes a local Kubernetes cluster',
  switches: ['all', 'purge'],
  values: ['output'],
  async run(context) {
    const { machine, process } = context
    if ((await machine.state()) === 'absent')
      await tell(context, 'meh', `"${profile}" profile does not exist, trying anyways.`)
    else {
      const names = (await machine.nodes()).map(({ name }) => name)
      await tell(context, 'deleting', `Deleting "${profile}" in docker ...`)
      for (const name of names) await tell(context, 'deleting', `Deleting container "${name}" ...`)
      for (const name of names)
        await tell(context, 'deleting', `Removing ${process.env.HOME ?? '~'}/.minikube/machines/${name} ...`)
      await machine.become('absent')
    }
    await forget(process)
    await tell(context, 'deleted', `Removed all traces of the "${profile}" cluster.`)
    return undefined
  },
}

/** Of a worker nothing is asked but its kubelet. */
function statusOf({ name, state }: Node, kubeconfig: string) {
  const host = hostState[state]
  return name === profile
    ? { Name: name, Host: host, Kubelet: host, APIServer: host, Kubeconfig: kubeconfig, Worker: false }
    : {
        ...{ Name: name, Host: host, Kubelet: host },
        ...{ APIServer: 'Irrelevant', Kubeconfig: 'Irrelevant', Worker: true },
      }
}

const statusText = ({ Name, Host, Kubelet, APIServer, Kubeconfig, Worker }: ReturnType<typeof statusOf>) =>
  Worker
    ? `${Name}\ntype: Worker\nhost: ${Host}\nkubelet: ${Kubelet}\n\n`
    : `${Name}\ntype: Control Plane\nhost: ${Host}\nkubelet: ${Kubelet}\napiserver: ${APIServer}\nkubeconfig: ${Kubeconfig}\n\n`

export const status: Command = {
  name: 'status',
  summary: 'Gets the status of a local Kubernetes cluster',
  values: ['output', 'format', 'node', 'layout', 'watch'],
  async run(context) {
    const { machine, process, flags } = context
    const state = await machine.state()
    if (state === 'absent') throw notFound()
    const kubeconfig =
      state === 'stopped' ? hostState[state] : (await isConfigured(process)) ? 'Configured' : 'Misconfigured'
    const wanted = flags.string('node')
    const nodes = wanted ? [await chosenNode(context)] : await machine.nodes()
    const told = nodes.map(node => statusOf(node, kubeconfig))
    await process.stdout.write(
      flags.string('output') === 'json'
        ? `${JSON.stringify(told.length === 1 ? told[0] : told)}\n`
        : told.map(statusText).join(''),
    )
    if (kubeconfig === 'Misconfigured')
      await process.stdout.write(
        '\nWARNING: Your kubectl is pointing to stale minikube-vm.\nTo fix the kubectl context, run `minikube update-context`\n',
      )
    return nodes.every(node => node.state === 'running') ? undefined : stoppedStatus
  },
}

export const ip: Command = {
  name: 'ip',
  summary: 'Retrieves the IP address of the specified node',
  values: ['node'],
  async run(context) {
    await requireRunning(context)
    const { address } = await chosenNode(context)
    await context.process.stdout.write(`${address}\n`)
    return undefined
  },
}

export const updateContext: Command = {
  name: 'update-context',
  summary: 'Update kubeconfig in case of an IP or port change',
  async run(context) {
    const { machine, process, access } = context
    if ((await machine.state()) === 'absent') throw notFound()
    await configure(process, access, false)
    await tell(
      context,
      'celebrate',
      `"${profile}" context has been updated to point to ${new URL(access.server).host}`,
    )
    await tell(context, 'ready', `Current context is "${profile}"`)
    return undefined
  },
}
