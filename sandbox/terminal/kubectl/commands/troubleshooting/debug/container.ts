import { FileError } from '../../../../../process'
import type { Invocation } from '../../../invocation'
import { isObject } from '../../../object'
import { patchSchemaOf } from '../../../patch/schema'
import { applyStrategicPatch } from '../../../patch/strategic-apply'
import { joinPath } from '../../../path'
import { type Container, containerNames, type Pod } from '../../../pods/containers'
import { parseYaml } from '../../../yaml/read'

/** Letters of names that Kubernetes makes: none that spell words. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789'

export const randomSuffix = (): string =>
  Array.from({ length: 5 }, () => alphabet[Math.floor(Math.random() * alphabet.length)]).join('')

/** The words after `--`. */
export function commandOf({ flags, args }: Invocation): readonly string[] {
  return flags.argsBeforeDash < 0 ? [] : args.slice(flags.argsBeforeDash)
}

/** What the flags say of the container, as far as they say something. */
export function fieldsOf(invocation: Invocation): Partial<Container> {
  const { flags } = invocation
  const words = [...commandOf(invocation)]
  const env = [...flags.pairs('env')].map(([name, value]) => ({ name, value }))
  return {
    ...(flags.string('image') && { image: flags.string('image') }),
    ...(words.length > 0 && (flags.bool('arguments-only') ? { args: words } : { command: words })),
    ...(env.length > 0 && { env }),
    ...(flags.string('image-pull-policy') && { imagePullPolicy: flags.string('image-pull-policy') }),
    stdin: flags.bool('stdin'),
    tty: flags.bool('tty'),
  }
}

/** The name that was asked for, or one that no container of the pod has. */
export async function newContainerName({ flags, out }: Invocation, pod: Pod): Promise<string> {
  if (flags.string('container')) return flags.string('container')
  const taken = new Set(containerNames(pod))
  let name: string
  do {
    name = `debugger-${randomSuffix()}`
  } while (taken.has(name))
  if (!flags.bool('quiet')) await out(`Defaulting debug container name to ${name}.\n`)
  return name
}

const notCustom = ['name', 'command', 'image', 'lifecycle', 'volumeDevices']

/** The part of a container that `--custom` names, if it does. */
export async function customOf({ flags, process }: Invocation): Promise<Partial<Container> | undefined> {
  const file = flags.string('custom')
  if (!file) return undefined
  const content = await process.files.read(joinPath(process.cwd, file)).catch(error => {
    if (!(error instanceof FileError)) throw error
    throw new Error(
      `must pass a container spec json file for custom profile: open ${file}: ${error.message.toLowerCase()}`,
    )
  })
  const value = parseYaml(new TextDecoder().decode(content))
  if (!isObject(value)) throw new Error(`${file} does not contain a valid container spec`)
  if (notCustom.some(field => value[field] !== undefined))
    throw new Error(
      'name, command, image, lifecycle and volume devices are not modifiable via custom profile',
    )
  return value as Partial<Container>
}

/** Lays what `--custom` says over what the profile made. */
export async function applyCustom(
  invocation: Invocation,
  container: Container,
  custom: Partial<Container> | undefined,
): Promise<void> {
  const schema = custom && (await patchSchemaOf(invocation, { apiVersion: 'v1', kind: 'Pod' }))
  if (!schema) return
  const patched = applyStrategicPatch(
    container as never,
    custom as never,
    schema.field('spec').field('containers'),
  )
  Object.assign(container, patched)
}

/** Says that capabilities are of little use to a user who is not root. */
export async function warnOfUser({ err }: Invocation, pod: Pod, container: Container): Promise<void> {
  const { securityContext } = container
  if (!pod.spec?.securityContext?.runAsUser || securityContext?.runAsUser === 0) return
  if (!securityContext?.privileged && !securityContext?.capabilities?.add?.length) return
  await err(
    'Warning: Non-root user is configured for the entire target Pod, and some capabilities granted by debug profile may not work. Please consider using "--custom" with a custom profile that specifies "securityContext.runAsUser: 0".\n',
  )
}
