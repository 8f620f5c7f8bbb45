import type { Exchange } from '../http/exchange'
import { isTrue } from '../http/options'
import { createSubresource } from './actions'
import { remove, removeCollection } from './delete'
import { patch } from './patch'
import { get, list } from './read'
import { watch } from './watch'
import { create, update } from './write'

type Verb = (exchange: Exchange) => void | Promise<void>

export const verbs = {
  get,
  list,
  watch,
  create,
  createSubresource,
  update,
  patch,
  remove,
  removeCollection,
} satisfies Record<string, Verb>

/** What a request does, by its method, path and `watch`; undefined if the resource cannot do that. */
export function verbOf({ request, info, query, registration }: Exchange): keyof typeof verbs | undefined {
  const named = info.name !== ''
  const can = (verb: string) => registration.verbs.includes(verb)
  switch (request.method) {
    case 'GET':
      if (info.subresource) return 'get'
      if (info.watch || isTrue(query.get('watch'))) return can('watch') ? 'watch' : undefined
      return named ? 'get' : 'list'
    case 'POST':
      if (info.subresource) return 'createSubresource'
      return !named && can('create') ? 'create' : undefined
    case 'PUT':
      return named && can('update') ? 'update' : undefined
    case 'PATCH':
      return named && can('patch') ? 'patch' : undefined
    case 'DELETE':
      if (info.subresource) return undefined
      if (named) return can('delete') ? 'remove' : undefined
      return can('deletecollection') ? 'removeCollection' : undefined
    default:
      return undefined
  }
}
