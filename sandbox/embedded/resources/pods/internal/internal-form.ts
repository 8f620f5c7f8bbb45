import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { V1PodSpec, V1PodTemplateSpec } from '@kubernetes/client-node'

/** Name, what it is when nothing is given, and the struct that it is made of. */
type Field = readonly [name: string, sort: string, of?: string]
type Form = Readonly<Record<string, readonly Field[]>>
type Values = Readonly<Record<string, unknown>>

let recorded: Form | undefined
/** Recorded by scripts/record-internal-pod.mjs; read when a change is refused for the first time. */
const form = (): Form => {
  recorded ??= JSON.parse(
    readFileSync(fileURLToPath(new URL('./form.json', import.meta.url)), 'utf8'),
  ) as Form
  return recorded
}

const zeros: Readonly<Record<string, unknown>> = {
  string: '',
  number: 0,
  bool: false,
  quantity: '0',
  intOrString: 0,
}

/** Where the internal form keeps what clients know as fields of the spec. */
const movedToSecurityContext = [
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'shareProcessNamespace',
  'hostUsers',
] as const

/** A pod's spec as the API server holds it in itself: Go's names, and everything that is not there written down. */
export function internalPodSpec(spec: V1PodSpec): Values {
  const moved = Object.fromEntries(movedToSecurityContext.map(field => [field, spec[field]]))
  return internal('PodSpec', { ...spec, securityContext: { ...moved, ...spec.securityContext } } as Values)
}

/** A template in the same form: metadata as clients know it, beside the spec. */
export const internalPodTemplate = ({ metadata, spec }: V1PodTemplateSpec): Values => ({
  ...metadata,
  ...(spec ? { Spec: internalPodSpec(spec) } : {}),
})

function internal(type: string, values: Values): Values {
  const given = new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]))
  return Object.fromEntries(
    form()[type]!.flatMap(([name, sort, of]) => {
      if (sort === 'embedded') return of ? Object.entries(internal(of, values)) : []
      return [[name, converted(sort, of, given.get(name.toLowerCase()))]]
    }),
  )
}

function converted(sort: string, of: string | undefined, value: unknown): unknown {
  if (of === undefined) return value ?? zeros[sort] ?? null
  if (sort === 'list') return value ? (value as Values[]).map(item => internal(of, item)) : null
  if (sort === 'struct') return internal(of, (value ?? {}) as Values)
  return value ? internal(of, value as Values) : null
}
