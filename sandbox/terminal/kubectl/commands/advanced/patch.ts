import { ApiStatusError } from '../../../../client'
import type { Command } from '../../command'
import { throwVisited } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import { jsonType } from '../../manifest/parse'
import { isObject, type KubeObject } from '../../object'
import { goJson } from '../../output/json'
import { operationPrinter } from '../../output/operation'
import { objectFormats, printFlags } from '../../output/printer'
import { deepEqual } from '../../patch/equal'
import { applyJsonPatch, type JsonPatchOperation } from '../../patch/json-patch'
import { applyMergePatch } from '../../patch/merge-patch'
import { patchSchemaOf } from '../../patch/schema'
import { applyStrategicPatch } from '../../patch/strategic-apply'
import { joinPath } from '../../path'
import { type Info, objectPath, select } from '../../resources/select'
import { parseYaml } from '../../yaml/read'
import {
  dryRunFlag,
  dryRunOf,
  fieldManagerFlag,
  filenameFlags,
  filenamesOf,
  subresourceFlag,
} from '../shared-flags'

const mediaTypes: Readonly<Record<string, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
}

export const patch: Command = {
  name: 'patch',
  usage: '(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]',
  short: 'Update fields of a resource',
  long: `Update fields of a resource using strategic merge patch, a JSON merge patch, or a JSON patch.

 JSON and YAML formats are accepted.`,
  examples: `# Add a label by a merge patch
kubectl patch netpol allow-web --type=merge -p '{"metadata":{"labels":{"team":"web"}}}'

# Change one field by a JSON patch
kubectl patch netpol allow-web --type=json -p='[{"op":"replace","path":"/spec/ingress/0/ports/0/port","value":8080}]'`,
  flags: [
    dryRunFlag,
    fieldManagerFlag('kubectl-patch'),
    ...filenameFlags('identifying the resource to update'),
    flag.bool('local', 'Do not ask the server: change what the file says.'),
    flag.string('patch', 'The patch to be applied to the resource JSON file.', { shorthand: 'p' }),
    flag.string('patch-file', 'A file containing a patch to be applied to the resource.'),
    subresourceFlag,
    flag.string('type', 'The type of patch being provided; one of [json merge strategic]', {
      default: 'strategic',
    }),
    ...printFlags(objectFormats),
  ],
  run: runPatch,
}

async function runPatch(invocation: Invocation): Promise<void> {
  const { flags, args } = invocation
  const type = flags.string('type').toLowerCase()
  const mediaType = mediaTypes[type]
  if (flags.changed('patch') && flags.changed('patch-file')) {
    throw new Error('cannot specify --patch and --patch-file together')
  }
  if (!flags.string('patch') && !flags.string('patch-file')) {
    throw new Error('must specify --patch or --patch-file containing the contents of the patch')
  }
  if (!mediaType) throw new Error(`--type must be one of [json merge strategic], not ${JSON.stringify(type)}`)
  const dryRun = dryRunOf(invocation)
  const text = flags.string('patch') || (await readPatchFile(invocation, flags.string('patch-file')))
  const body = parsePatch(text)
  const { infos, errors } = await select(invocation, {
    args,
    ...filenamesOf(invocation),
    latest: !flags.bool('local'),
    subresource: flags.string('subresource') || undefined,
  })
  const failures: Error[] = []
  let printer: Awaited<ReturnType<typeof operationPrinter>> | undefined
  const api = await invocation.api()
  for (const info of infos) {
    try {
      const before = info.object as KubeObject
      const local = dryRun === 'client' || flags.bool('local')
      const after = local
        ? await patchLocally(invocation, info, type, body)
        : (
            await api.request<KubeObject>(
              'PATCH',
              objectPath(info, flags.string('subresource') || undefined),
              {
                body: body === text ? text : JSON.stringify(body),
                contentType: mediaType,
                query: {
                  fieldManager: flags.string('field-manager'),
                  dryRun: dryRun === 'server' ? 'All' : undefined,
                },
              },
            )
          ).body
      printer ??= await operationPrinter(invocation, '')
      await printer.print(after, deepEqual(before, after) ? 'patched (no change)' : 'patched')
    } catch (error) {
      failures.push(unsupported(error as Error, mediaType, info))
    }
  }
  throwVisited(errors, failures)
  if (infos.length === 0) throw new Error('no objects passed to patch')
}

function unsupported(error: Error, mediaType: string, { resource }: Info): Error {
  if (!(error instanceof ApiStatusError) || error.reason !== 'UnsupportedMediaType') return error
  const kind = `${resource.group}/${resource.version}, Kind=${resource.kind}`
  return new Error(`${mediaType} is not supported by ${kind}: ${error.message}`)
}

async function readPatchFile({ process }: Invocation, path: string): Promise<string> {
  try {
    return new TextDecoder().decode(await process.files.read(joinPath(process.cwd, path)))
  } catch (error) {
    throw new Error(`unable to read patch file: open ${path}: ${(error as Error).message.toLowerCase()}`)
  }
}

/** What begins as JSON is left to whoever applies it (apimachinery's yaml.ToJSON). */
function parsePatch(text: string): unknown {
  if (text.trimStart().startsWith('{')) return text
  try {
    return parseYaml(text)
  } catch (error) {
    throw new Error(`unable to parse ${JSON.stringify(text)}: ${(error as Error).message}`)
  }
}

async function patchLocally(
  invocation: Invocation,
  info: Info,
  type: string,
  patch: unknown,
): Promise<KubeObject> {
  const object = info.object as KubeObject
  const body = typeof patch === 'string' ? parseJson(patch, type) : patch
  if (type === 'merge' && !isObject(body))
    throw new Error(`json: cannot unmarshal ${jsonType(body)} into Go value of type unstructured.detector`)
  if (type === 'json' && !Array.isArray(body))
    throw new Error('json: cannot unmarshal object into Go value of type jsonpatch.Patch')
  if (type === 'json') {
    const unclear = (body as { op?: unknown }[]).find(({ op }) => typeof op !== 'string')
    if (unclear) throw new Error('Unexpected kind: unknown')
    return requireKind(applyJsonPatch(object, body as JsonPatchOperation[]))
  }
  if (type === 'merge') return applyMergePatch(object, body) as KubeObject
  if (!isObject(body)) throw new Error('invalid JSON document')
  const { apiVersion = '', kind = '' } = object
  const schema = await patchSchemaOf(invocation, { apiVersion, kind })
  if (!schema || !isObject(body)) return applyMergePatch(object, body) as KubeObject
  return applyStrategicPatch(object, body, schema) as KubeObject
}

function requireKind(object: KubeObject): KubeObject {
  if (isObject(object) && object.kind) return object
  throw new Error(`Object 'Kind' is missing in '${goJson(object)}'`)
}

function parseJson(text: string, type: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(type === 'merge' ? 'Invalid JSON Patch' : 'unexpected end of JSON input')
  }
}
