import type { Command } from '../../command'
import { renderModel } from '../../explain/model'
import { MissingField, renderExplanation } from '../../explain/render'
import { Fatal } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import { splitApiVersion } from '../../object'
import type { ApiResource } from '../../resources/discovery'

export const explain: Command = {
  name: 'explain',
  usage:
    'TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2]',
  short: 'Get documentation for a resource',
  long: `Describe fields and structure of various resources.

 A field is named by its path: <type>.<fieldName>[.<fieldName>]

Use "kubectl api-resources" for a complete list of supported resources.`,
  examples: `# What a network policy is made of
kubectl explain networkpolicy

# What one field means
kubectl explain networkpolicy.spec.ingress.from

# All fields at a glance
kubectl explain networkpolicy --recursive`,
  flags: [
    flag.string('api-version', 'Use this version (group/version) of the resource.'),
    flag.string('output', 'Format in which to render the schema. Valid values are: (plaintext).', {
      shorthand: 'o',
      default: 'plaintext',
    }),
    flag.bool('recursive', 'Print the names of all fields, and of the fields in them.', { shorthand: 'R' }),
  ],
  run: runExplain,
}

async function runExplain(invocation: Invocation): Promise<void> {
  const { flags, args } = invocation
  if (args.length === 0) {
    throw new Error(
      'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.\n',
    )
  }
  if (args.length > 1) throw new Error(`We accept only this format: explain RESOURCE\n`)
  const { resource, path } = await parsePath(invocation, args[0] as string)
  const format = flags.string('output')
  if (!['plaintext', 'plaintext-openapiv2'].includes(format)) {
    throw new Error(`unrecognized format: ${format}`)
  }
  const document = await invocation.openApi(resource.group, resource.version)
  const gvk = { group: resource.group, version: resource.version, kind: resource.kind }
  const schema = Object.values(document.components?.schemas ?? {}).find(one =>
    one['x-kubernetes-group-version-kind']?.some(
      known => known.group === gvk.group && known.version === gvk.version && known.kind === gvk.kind,
    ),
  )
  if (!schema) throw new Error(`GVK ${JSON.stringify(gvk)} not found in OpenAPI schema`)
  const explained = { document, schema, gvk, path, recursive: flags.bool('recursive') }
  if (format === 'plaintext-openapiv2') return invocation.out(renderModel(explained))
  try {
    const { head, body } = renderExplanation(explained)
    await invocation.out(head + body)
  } catch (error) {
    if (error instanceof MissingField) await invocation.out(error.head)
    throw error
  }
}

/** `deployments.apps.spec.replicas` may name a group or begin with a field: the longest name that is a resource counts. */
async function parsePath(
  invocation: Invocation,
  text: string,
): Promise<{ resource: ApiResource; path: string[] }> {
  // Paths are read as JSON paths: an index is one, and no field.
  if (/\[[^\]]*\]/.test(text)) throw new Error(notFields(invocation, text))
  const mapper = await invocation.mapper(one => one.has(text.split('.')[0] ?? ''))
  const words = text.replace(/\.$/, '').split('.')
  const apiVersion = invocation.flags.string('api-version')
  for (let length = words.length; length > 0; length--) {
    const name = words.slice(0, length).join('.')
    const known = mapper.resources.some(({ resource, group }) => `${resource}.${group}` === name)
    if (length > 1 && !known) continue
    let resource: ApiResource
    try {
      resource = mapper.forArgument(name)
    } catch (error) {
      throw new Fatal((error as Error).message)
    }
    if (apiVersion) {
      const { group, version } = splitApiVersion(apiVersion)
      const other = mapper.resources.find(
        one => one.kind === resource.kind && one.group === group && one.version === version,
      )
      if (!other) {
        const gvr = `${group}/${version}, Resource=${resource.resource}`
        const isServed = mapper.resources.some(one => one.group === group && one.version === version)
        throw new Error(
          isServed
            ? `GVR (${gvr}) not found in OpenAPI schema`
            : `couldn't find resource for ${JSON.stringify(gvr)}`,
        )
      }
      resource = other
    }
    return { resource, path: words.slice(length) }
  }
  throw new Fatal(`the server doesn't have a resource type ${JSON.stringify(words[0])}`)
}

const notFields = ({ flags }: Invocation, text: string): string =>
  flags.string('api-version') && !text.split('.')[0]?.includes('[')
    ? 'invalid jsonpath syntax, all nodes must be field nodes'
    : 'invalid jsonpath syntax, first node must be field node'
