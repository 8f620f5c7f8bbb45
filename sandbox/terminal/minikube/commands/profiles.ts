import { type Command, tell } from '../context'
import { kubernetes, nodeAddress, profile, runtime } from '../facts'
import { isConfigured } from '../kubeconfig'
import { exiting, MinikubeExit } from '../say'
import { drawTable } from '../table'

const headers = [
  'PROFILE',
  'DRIVER',
  'RUNTIME',
  'IP',
  'VERSION',
  'STATUS',
  'NODES',
  'ACTIVE PROFILE',
  'ACTIVE KUBECONTEXT',
]

export const profiles: Command = {
  name: 'profile',
  summary: 'Get or list the current profiles (clusters)',
  values: ['output'],
  switches: ['light'],
  async run(context) {
    const { process, args, machine } = context
    const [name] = args
    if (name === undefined) {
      await process.stdout.write(`${profile}\n`)
      return undefined
    }
    if (name !== 'list') {
      if (name !== profile) throw exiting('MK_USAGE', `this sandbox has one profile, "${profile}"`, 64)
      await tell(context, 'ready', `minikube profile was successfully set to ${profile}`)
      return undefined
    }
    const state = await machine.state()
    if (state === 'absent')
      throw new MinikubeExit(
        [
          ['shrug', 'No minikube profile was found.'],
          ['pointing', 'To start a cluster, run: "minikube start"'],
        ],
        85,
      )
    const nodes = await machine.nodes()
    const here = (await isConfigured(process)) ? '*' : ''
    const condition = state === 'running' ? 'OK' : 'Stopped'
    const [engine = ''] = runtime.split(' ')
    const row = [
      profile,
      'docker',
      engine,
      nodeAddress,
      kubernetes,
      condition,
      String(nodes.length),
      '*',
      here,
    ]
    await process.stdout.write(drawTable(headers, [row]))
    return undefined
  },
}
