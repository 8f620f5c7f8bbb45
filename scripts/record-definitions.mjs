#!/usr/bin/env node
/**
 * Records CustomResourceDefinitions that every embedded cluster knows, from the Go module sigs.k8s.io/network-policy-api
 * (`go mod download sigs.k8s.io/network-policy-api@v0.1.1` and `@v0.2.0` first). Descriptions are left out. Written to
 * sandbox/embedded/resources/custom/built-in, one file a definition.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

/** The last release that has each kind; experimental fields included. */
const sources = [
  'network-policy-api@v0.1.1/config/crd/policy.networking.k8s.io_adminnetworkpolicies.yaml',
  'network-policy-api@v0.1.1/config/crd/policy.networking.k8s.io_baselineadminnetworkpolicies.yaml',
  'network-policy-api@v0.2.0/config/crd/experimental/policy.networking.k8s.io_clusternetworkpolicies.yaml',
]

const withoutDescriptions = value => {
  if (Array.isArray(value)) return value.map(withoutDescriptions)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !(key === 'description' && typeof inner === 'string'))
      .map(([key, inner]) => [key, withoutDescriptions(inner)]),
  )
}

const modules = execFileSync('go', ['env', 'GOMODCACHE'], { encoding: 'utf8' }).trim()
const target = join(dirname(fileURLToPath(import.meta.url)), '../sandbox/embedded/resources/custom/built-in')
mkdirSync(target, { recursive: true })
for (const source of sources) {
  const { status: _, ...definition } = parse(readFileSync(join(modules, 'sigs.k8s.io', source), 'utf8'))
  const file = join(target, `${definition.metadata.name}.json`)
  writeFileSync(file, `${JSON.stringify(withoutDescriptions(definition))}\n`)
}
