import { resourcePath } from '../../../../client'
import {
  decodeArchive,
  encodeMember,
  endOfArchive,
  type Member,
} from '../../../../embedded/programs/tar/archive'
import { type FileSystem, type Input, inputOf, type Output, parentOf, resolvePath } from '../../../../process'
import { createCollector, discard } from '../../../../process/streams/streams'
import type { Command } from '../../command'
import { Fatal, withoutPrefix } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import { baseName, joinPath } from '../../path'
import { chooseContainer, type Pod } from '../../pods/containers'

/** What one copy may hold. */
const sizeLimit = 16 * 1024 * 1024
const pods = { group: '', version: 'v1', resource: 'pods' }

export const cp: Command = {
  name: 'cp',
  usage: '<file-spec-src> <file-spec-dest>',
  short: 'Copy files and directories to and from containers',
  long: `Copy files and directories to and from containers.

 It works by tar, which must be in the image of the container.`,
  examples: `# Copy a file into the pod client
kubectl cp notes.txt client:/tmp/notes.txt

# Copy a file out of a pod in another namespace
kubectl cp netpol-demo/web:/etc/nginx/nginx.conf nginx.conf`,
  flags: [
    flag.string('container', 'Container name. If omitted, the default container of the pod.', {
      shorthand: 'c',
    }),
    flag.bool(
      'no-preserve',
      "The copied file's ownership and permissions will not be preserved in the container",
    ),
    flag.int('retries', 'How often to try again.'),
  ],
  run: runCp,
}

type FileSpec = { namespace?: string; pod?: string; path: string }

/** `[[namespace/]pod:]path`. */
function parseSpec(text: string): FileSpec {
  const colon = text.indexOf(':')
  if (colon < 0) return { path: text }
  if (colon === 0) throw new Error('filespec must match the canonical format: [[namespace/]pod:]file/path')
  const path = text.slice(colon + 1)
  const [first = '', second, ...more] = text.slice(0, colon).split('/')
  if (more.length > 0)
    throw new Error('filespec must match the canonical format: [[namespace/]pod:]file/path')
  return second === undefined ? { pod: first, path } : { namespace: first, pod: second, path }
}

async function runCp(invocation: Invocation): Promise<void> {
  const { args } = invocation
  if (args.length !== 2) throw new Error('source and destination are required')
  const [source, target] = args.map(parseSpec) as [FileSpec, FileSpec]
  if (source.pod && target.pod) throw new Error('one of src or dest must be a local file specification')
  if (source.path === '' || target.path === '') throw new Error('filepath can not be empty')
  if (source.pod) return download(invocation, source, target.path)
  if (target.pod) return upload(invocation, source.path, target)
  throw new Error('one of src or dest must be a remote file specification')
}

/** Runs a program in the pod; resolves when it ended well. */
async function inPod(
  invocation: Invocation,
  { namespace, pod = '' }: FileSpec,
  command: string[],
  streams: { stdin?: Input; stdout: Output; stderr: Output },
): Promise<void> {
  const api = await invocation.api()
  const place = { ...pods, namespace: namespace ?? (await invocation.namespace()).name, name: pod }
  const { body } = await api.request<Pod>('GET', resourcePath(place))
  const phase = body.status?.phase
  if (phase === 'Succeeded' || phase === 'Failed')
    throw new Error(`cannot exec into a container in a completed pod; current phase is ${phase}`)
  const said = { ...invocation, err: (text: string) => streams.stderr.write(text) }
  const container = await chooseContainer(said, body, invocation.flags.string('container'))
  const target = { namespace: place.namespace, pod, container, command }
  const code = await api.client.exec(target, streams, invocation.signal).catch(withoutPrefix)
  if (code !== 0) throw new Fatal(`command terminated with exit code ${code}`, code)
}

async function download(invocation: Invocation, source: FileSpec, path: string): Promise<void> {
  const { stdout, stderr, files, cwd } = invocation.process
  const archive = createCollector(sizeLimit)
  // What tar complains of goes where kubectl prints.
  await inPod(invocation, source, ['tar', 'cf', '-', source.path], { stdout: archive, stderr: stdout })
  const prefix = resolvePath('/', source.path).slice(1)
  for (const { name, kind, content, target } of decodeArchive(Buffer.from(archive.bytes()))) {
    if (!name.startsWith(prefix)) throw new Error('tar contents corrupted')
    const shown = resolvePath('/', `${path}/${name.slice(prefix.length)}`).slice(path.startsWith('/') ? 0 : 1)
    const full = joinPath(cwd, shown)
    await files.makeDirectory(parentOf(full), { recursive: true })
    if (kind === 'directory') await files.makeDirectory(full, { recursive: true })
    else if (kind === 'symlink')
      await stderr.write(`warning: skipping symlink: ${JSON.stringify(shown)} -> ${JSON.stringify(target)}\n`)
    else
      await files.write(full, content).catch((error: Error) => {
        throw new Error(`open ${shown}: ${error.message.toLowerCase()}`)
      })
  }
}

async function upload(invocation: Invocation, path: string, target: FileSpec): Promise<void> {
  const { files, cwd, stdout, stderr } = invocation.process
  const full = joinPath(cwd, path)
  if (!(await files.stat(full).catch(() => undefined)))
    throw new Error(`${path} doesn't exist in local filesystem`)
  const isDirectory = await inPod(invocation, target, ['test', '-d', target.path], {
    stdout: discard,
    stderr: discard,
  }).then(
    () => true,
    () => false,
  )
  const place = isDirectory ? `${target.path}/${baseName(path)}` : target.path
  const members: Buffer[] = []
  for await (const member of membersOf(files, full, baseName(place))) members.push(encodeMember(member))
  const archive = Buffer.concat([...members, endOfArchive])
  const preserve = invocation.flags.bool('no-preserve') ? ['--no-same-permissions', '--no-same-owner'] : []
  const command = ['tar', ...preserve, '-xmf', '-', '-C', place.includes('/') ? parentOf(place) : '.']
  await inPod(invocation, target, command, { stdin: inputOf(archive), stdout, stderr })
}

/** A file, or a directory with what is in it; directories themselves only where they are empty. */
async function* membersOf(files: FileSystem, path: string, name: string): AsyncGenerator<Member> {
  const { kind, mode, modified, size } = await files.lstat(path)
  const member = { name, kind, mode, modified, content: new Uint8Array() }
  if (kind === 'symlink') return yield { ...member, target: await files.readlink(path) }
  if (kind === 'file') {
    if (size > sizeLimit) throw new Error(`${path} is too large: ${size} bytes, the limit is ${sizeLimit}`)
    return yield { ...member, content: await files.read(path) }
  }
  const inside = await files.list(path)
  if (inside.length === 0) yield { ...member, name: `${name}/` }
  for (const one of inside) yield* membersOf(files, `${path}/${one}`, `${name}/${one}`)
}
