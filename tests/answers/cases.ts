import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Fields = { [key: string]: Json }

/** One object, and what is asked of the API server about it. */
type Group = {
  path: string
  base: Fields
  /** Where in the object the changes belong; at its top if it is left out. */
  at?: (string | number)[]
  /** Each is merged into `base`, which is created. */
  create?: Fields[]
  /** Each is sent as a merge patch of the created `base`. */
  update?: Fields[]
}

/** A request that leaves nothing behind (`dryRun`), or one that the others need. */
export type Case = {
  title: string
  method: 'POST' | 'PATCH'
  path: string
  body: Json
  type: string
  /** Sent first, if it was not yet: creates what is updated. */
  needs?: { path: string; body: Json }
}

const folder = join(import.meta.dirname, 'requests')

const isFields = (value: Json | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A JSON merge patch (RFC 7386). */
function merged(target: Json | undefined, change: Json): Json {
  if (!isFields(change)) return change
  const result: Fields = isFields(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete result[key]
    else result[key] = merged(result[key], value)
  }
  return result
}

/** The change, where it belongs: lists on the way are those of `base`. */
function placed(base: Json, at: readonly (string | number)[], change: Json): Json {
  const [step, ...rest] = at
  if (step === undefined) return change
  if (typeof step === 'string') return { [step]: placed((base as Fields)[step]!, rest, change) }
  const list = [...(base as Json[])]
  list[step] = merged(list[step], placed(list[step]!, rest, change))
  return list
}

export const subjects: readonly string[] = readdirSync(folder)
  .map(file => file.replace(/\.yaml$/, ''))
  .sort()

/** What is asked about a subject. */
export function casesOf(subject: string): Case[] {
  const groups = parse(readFileSync(join(folder, `${subject}.yaml`), 'utf8')) as Group[]
  return groups.flatMap(({ path, base, at = [], create = [], update = [] }) => {
    const where = [path.split('/').at(-1), ...at].join('.')
    const name = (base.metadata as { name: string }).name
    return [
      ...create.map(change => ({
        title: `create ${where} ${JSON.stringify(change)}`,
        method: 'POST' as const,
        path: `${path}?dryRun=All&fieldValidation=Strict`,
        body: merged(base, placed(base, at, change)),
        type: 'application/json',
      })),
      ...update.map(change => ({
        title: `update ${where} ${name} ${JSON.stringify(change)}`,
        method: 'PATCH' as const,
        path: `${path}/${name}?dryRun=All&fieldValidation=Strict`,
        body: placed(base, at, change),
        type: 'application/merge-patch+json',
        needs: { path, body: base },
      })),
    ]
  })
}
