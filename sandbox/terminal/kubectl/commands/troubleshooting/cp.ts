import { type Input, inputOf } from '../../../../process'
import { createCollector } from '../../../../process/streams'
import type { Command } from '../../command'
import { withoutPrefix } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import { baseName, joinPath } from '../../path'
import { chooseContainer } from '../../pods/containers'
import { findPod } from '../../pods/target'

/** What one copy may hold. */
const sizeLimit = 4 * 1024 * 1024

export const cp: Command = {
  name: 'cp',
  usage: '<file-spec-src> <file-spec-dest>',
  short: 'Copy files and directories to and from containers',
  long: `Copy files to and from containers.

 Single files are copied, by cat in the container; directories are not available here.`,
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
  if (source.path === '' || target.path === '') throw new Error('filepath can not be empty')
  if (source.pod && target.pod) throw new Error('one of src or dest must be a local file specification')
  if (source.pod) return download(invocation, source, target.path)
  if (target.pod) return upload(invocation, source.path, target)
  throw new Error('one of src or dest must be a remote file specification')
}

async function inPod(
  invocation: Invocation,
  { namespace, pod = '' }: FileSpec,
  command: string[],
  stdin?: Input,
): Promise<Uint8Array> {
  const placed = namespace
    ? { ...invocation, namespace: async () => ({ name: namespace, explicit: true }) }
    : invocation
  const found = await findPod(placed, pod, 0)
  const container = await chooseContainer(invocation, found, invocation.flags.string('container'))
  const api = await invocation.api()
  const stdout = createCollector(sizeLimit)
  const { name = '', namespace: where = '' } = found.metadata ?? {}
  const code = await api.client
    .exec(
      { namespace: where, pod: name, container, command },
      { stdout, stderr: invocation.process.stderr, stdin },
      invocation.signal,
    )
    .catch(withoutPrefix)
  if (code !== 0) throw new Error(`command terminated with exit code ${code}`)
  return stdout.bytes()
}

async function download(invocation: Invocation, source: FileSpec, path: string): Promise<void> {
  const { files, cwd } = invocation.process
  const content = await inPod(invocation, source, ['cat', source.path])
  const full = joinPath(cwd, path)
  const isDirectory =
    path.endsWith('/') || (await files.stat(full).catch(() => undefined))?.kind === 'directory'
  await files.write(isDirectory ? `${full}/${baseName(source.path)}` : full, content)
}

async function upload(invocation: Invocation, path: string, target: FileSpec): Promise<void> {
  const { files, cwd } = invocation.process
  const full = joinPath(cwd, path)
  const stat = await files.stat(full).catch(() => undefined)
  if (!stat) throw new Error(`${path} doesn't exist in local filesystem`)
  if (stat.kind === 'directory') throw new Error('copying a directory is not available in this terminal')
  if (stat.size > sizeLimit)
    throw new Error(`${path} is too large: ${stat.size} bytes, the limit is ${sizeLimit}`)
  const script = 'if [ -d "$1" ]; then cat > "$1/$2"; else cat > "$1"; fi'
  await inPod(
    invocation,
    target,
    ['sh', '-c', script, 'cp', target.path, baseName(path)],
    inputOf(await files.read(full)),
  )
}
