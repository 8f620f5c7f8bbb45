import type { IncomingMessage } from 'node:http'
import { readBody } from '../api/http/body'
import type { Answer } from '../api/http/send'
import { badRequest, methodNotAllowed } from '../api/status'
import { profiles } from '../cni'
import { mostNodes, nodeNumber, numberedName } from '../system/places'
import type { Machine, Made, NodeState } from './machine'

const states = ['running', 'stopped', 'absent'] as const
const nodePath = '/machine/nodes/'

/**
 * `/machine`, beside the Kubernetes API, which has no words for whether there is a cluster at all. GET tells the state
 * and the nodes, PUT `{ "state": "running", "cni": "calico", "nodes": 2, "dualStack": true }` asks for one;
 * PUT `/machine/nodes/<name>` `{ "state": "running" }` for one of a node beside the first.
 */
export function serveMachine(machine: Machine) {
  return async (path: string, request: IncomingMessage): Promise<Answer | undefined> => {
    const node = path.startsWith(nodePath) ? path.slice(nodePath.length) : undefined
    if (path !== '/machine' && node === undefined) return undefined
    if (request.method === 'PUT') {
      const asked = readJson((await readBody(request)).toString())
      if (node === undefined) await machine.become(stateOf(asked), madeAs(asked))
      else await machine.node(nodeName(node), stateOf(asked))
    } else if (request.method !== 'GET') throw methodNotAllowed()
    return { code: 200, body: { state: machine.state, nodes: machine.nodes } }
  }
}

type Json = Readonly<Record<string, unknown>>

function stateOf({ state }: Json): NodeState {
  const known = states.find(one => one === state)
  if (!known) throw badRequest(`state must be one of ${states.join(', ')}`)
  return known
}

function madeAs({ cni = 'calico', nodes = 1, dualStack = false }: Json): Made {
  const profile = Object.values(profiles).find(({ name }) => name === cni)
  if (!profile) throw badRequest(`cni must be one of ${Object.keys(profiles).join(', ')}`)
  if (!Number.isInteger(nodes) || Number(nodes) < 1 || Number(nodes) > mostNodes)
    throw badRequest(`nodes must be a number from 1 to ${mostNodes}`)
  if (typeof dualStack !== 'boolean') throw badRequest('dualStack must be true or false')
  return { cni: profile.name, nodes: Number(nodes), dualStack }
}

function nodeName(name: string): string {
  const number = nodeNumber(name)
  if (number < 2 || number > mostNodes || name !== numberedName(number))
    throw badRequest(`the nodes beside the first are ${numberedName(2)} to ${numberedName(mostNodes)}`)
  return name
}

function readJson(text: string): Json {
  try {
    return Object(JSON.parse(text))
  } catch (error) {
    throw badRequest(`the body is no JSON: ${(error as Error).message}`)
  }
}
