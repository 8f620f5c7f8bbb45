#!/usr/bin/env node
/**
 * Records the roles and bindings that a real API server makes at its start, for the embedded one:
 *
 *   KUBECONFIG=… node scripts/record-access.mjs
 *
 * Written to sandbox/embedded/system/access/recorded, one object a line.
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../sandbox/embedded/system/access/recorded')
const files = {
  clusterroles: 'cluster-roles',
  clusterrolebindings: 'cluster-role-bindings',
  roles: 'roles',
  rolebindings: 'role-bindings',
}
/** CoreDNS' own, which its manifest makes. */
const others = ['system:coredns']

const isBuiltIn = ({ metadata: { name, labels } }) =>
  labels?.['kubernetes.io/bootstrapping'] === 'rbac-defaults' || others.includes(name)

function line({ apiVersion: _, kind: __, metadata: { name, namespace, labels, annotations }, ...rest }) {
  const { 'kubectl.kubernetes.io/last-applied-configuration': ___, ...own } = annotations ?? {}
  return JSON.stringify({
    metadata: { name, namespace, labels, ...(Object.keys(own).length > 0 && { annotations: own }) },
    ...rest,
  })
}

for (const [resource, file] of Object.entries(files)) {
  const answer = execFileSync('kubectl', ['get', resource, '-A', '-o', 'json'], { maxBuffer: 1 << 28 })
  const lines = JSON.parse(answer).items.filter(isBuiltIn).map(line)
  writeFileSync(join(folder, `${file}.json`), `[\n${lines.join(',\n')}\n]\n`)
}
