import { type Command, hostState, notFound, requireRunning, tell } from './context'
import { nodeAddress, profile } from './facts'
import { configure, forget, isConfigured, unsetCurrent } from './kubeconfig'

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
    if (state === 'running') {
      await tell(context, 'stopping', `Stopping node "${profile}"  ...`)
      await tell(context, 'stopped', `Powering off "${profile}" via SSH ...`)
      await machine.become('stopped')
    }
    if (!flags.bool('keep-context-active')) await unsetCurrent(process)
    await tell(context, 'stopped', '1 node stopped.')
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
      await tell(context, 'deleting', `Deleting "${profile}" in docker ...`)
      await tell(context, 'deleting', `Deleting container "${profile}" ...`)
      await tell(context, 'deleting', `Removing ${process.env.HOME ?? '~'}/.minikube/machines/${profile} ...`)
      await machine.become('absent')
    }
    await forget(process)
    await tell(context, 'deleted', `Removed all traces of the "${profile}" cluster.`)
    return undefined
  },
}

export const status: Command = {
  name: 'status',
  summary: 'Gets the status of a local Kubernetes cluster',
  values: ['output', 'format', 'node', 'layout', 'watch'],
  async run(context) {
    const { machine, process, flags } = context
    const state = await machine.state()
    if (state === 'absent') throw notFound()
    const host = hostState[state]
    const kubeconfig =
      state === 'stopped' ? host : (await isConfigured(process)) ? 'Configured' : 'Misconfigured'
    const told = {
      Name: profile,
      Host: host,
      Kubelet: host,
      APIServer: host,
      Kubeconfig: kubeconfig,
      Worker: false,
    }
    await process.stdout.write(
      flags.string('output') === 'json'
        ? `${JSON.stringify(told)}\n`
        : `${profile}\ntype: Control Plane\nhost: ${host}\nkubelet: ${host}\napiserver: ${host}\nkubeconfig: ${kubeconfig}\n\n`,
    )
    if (kubeconfig === 'Misconfigured')
      await process.stdout.write(
        '\nWARNING: Your kubectl is pointing to stale minikube-vm.\nTo fix the kubectl context, run `minikube update-context`\n',
      )
    return state === 'running' ? undefined : stoppedStatus
  },
}

export const ip: Command = {
  name: 'ip',
  summary: 'Retrieves the IP address of the specified node',
  values: ['node'],
  async run(context) {
    await requireRunning(context)
    await context.process.stdout.write(`${nodeAddress}\n`)
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
