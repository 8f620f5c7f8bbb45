import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Registration } from '../registration'
import { definedBy } from './defined'
import type { Definition } from './definition'

const folder = fileURLToPath(new URL('./built-in', import.meta.url))

/**
 * policy.networking.k8s.io: kinds that come as CustomResourceDefinitions, but that the network always knows. A cluster
 * in which the upstream definition is installed serves that one instead, and keeps the objects.
 */
export const builtInKinds: readonly Registration[] = readdirSync(folder)
  .sort()
  .map(file => definedBy(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Definition).stored)
