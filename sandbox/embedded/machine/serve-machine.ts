import type { IncomingMessage } from 'node:http'
import { readBody } from '../api/http/body'
import type { Answer } from '../api/http/send'
import { badRequest, methodNotAllowed } from '../api/status'
import { profiles } from '../cni'
import type { Machine } from './machine'

const states = ['running', 'stopped', 'absent'] as const

/**
 * `/machine`, beside the Kubernetes API, which has no words for whether there is a cluster at all. GET tells the state, PUT `{ "state": "running", "cni": "calico" }` asks for one.
 */
export function serveMachine(machine: Machine) {
  return async (path: string, request: IncomingMessage): Promise<Answer | undefined> => {
    if (path !== '/machine') return undefined
    if (request.method === 'PUT') await machine.become(...(await wanted(request)))
    else if (request.method !== 'GET') throw methodNotAllowed()
    return { code: 200, body: { state: machine.state } }
  }
}

async function wanted(request: IncomingMessage): Promise<Parameters<Machine['become']>> {
  const { state, cni = 'calico' } = readJson((await readBody(request)).toString())
  const isState = states.find(known => known === state)
  const profile = Object.values(profiles).find(({ name }) => name === cni)
  if (!isState) throw badRequest(`state must be one of ${states.join(', ')}`)
  if (!profile) throw badRequest(`cni must be one of ${Object.keys(profiles).join(', ')}`)
  return [isState, profile.name]
}

function readJson(text: string): { state?: unknown; cni?: unknown } {
  try {
    return Object(JSON.parse(text))
  } catch (error) {
    throw badRequest(`the body is no JSON: ${(error as Error).message}`)
  }
}
