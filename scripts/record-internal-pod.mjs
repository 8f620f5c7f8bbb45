#!/usr/bin/env node
/**
 * Records how a real API server holds pods in itself: messages about changes that it refuses show that form.
 *
 *   go mod download k8s.io/kubernetes@VERSION && node scripts/record-internal-pod.mjs VERSION
 *
 * Reads the Go types that a PodTemplateSpec is made of, in the order of their fields, and writes them to
 * sandbox/embedded/resources/pods/internal/form.json: `[name, sort, type]` each.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const [version = 'v1.36.3'] = process.argv.slice(2)
const cache = execFileSync('go', ['env', 'GOMODCACHE'], { encoding: 'utf8' }).trim()
const source = readFileSync(join(cache, `k8s.io/kubernetes@${version}/pkg/apis/core/types.go`), 'utf8')

const structs = new Map(
  [...source.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)].map(([, name, body]) => [name, body]),
)
const aliases = new Map(
  [...source.matchAll(/^type (\w+) (string|int32|int64|bool|map\[.*)$/gm)].map(([, name, type]) => [
    name,
    type,
  ]),
)
const scalars = {
  string: 'string',
  bool: 'bool',
  'resource.Quantity': 'quantity',
  'intstr.IntOrString': 'intOrString',
}

/** Sort and type of a field: what it is when nothing is given, and how it is written down. */
function sorted(go) {
  const type = aliases.get(go) ?? go
  if (type.startsWith('*')) {
    const [sort, of] = sorted(type.slice(1))
    return sort === 'struct' ? ['pointer', of] : ['scalarPointer']
  }
  if (type.startsWith('[]')) {
    const [sort, of] = sorted(type.slice(2))
    return sort === 'struct' ? ['list', of] : ['scalarList']
  }
  if (type.startsWith('map[')) return ['map']
  if (/^u?int(32|64)?$/.test(type)) return ['number']
  if (scalars[type]) return [scalars[type]]
  if (structs.has(type)) return ['struct', type]
  // Types of other packages are written as clients wrote them.
  return ['scalarPointer']
}

const form = {}
const waiting = ['PodSpec']
while (waiting.length) {
  const name = waiting.pop()
  if (form[name] || !structs.has(name)) continue
  form[name] = structs
    .get(name)
    .split('\n')
    .map(line => line.replace(/\/\/.*/, '').trim())
    .filter(Boolean)
    .map(line => {
      const [field, type] = line.split(/\s+/)
      const [sort, of] = type ? sorted(type) : ['embedded', structs.has(field) ? field : undefined]
      if (of) waiting.push(of)
      return of ? [field, sort, of] : [field, sort]
    })
}
const file = fileURLToPath(new URL('../sandbox/embedded/resources/pods/internal/form.json', import.meta.url))
const lines = Object.keys(form)
  .sort()
  .map(name => `${JSON.stringify(name)}:${JSON.stringify(form[name])}`)
writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`)
