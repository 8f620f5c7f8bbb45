import { z } from 'zod'
import { refuseWaiting } from '@/lib/sandboxes/life-cycle/refuse-waiting'
import type { Person } from '@/protocol'
import { fileAbsent, fileContent, fileList } from '@/protocol'
import { FileError, type FileErrorCode, type FileSystem } from '@/sandbox/process'
import { ApiProblem, type ProblemCode } from '../../problem'
import { type Call, route } from '../../route'

const path = {
  schema: z.string().regex(/^\//, { error: 'must be an absolute path' }).max(4096),
  about: 'Absolute path in the sandbox.',
}

const lost = ['not-found', 'no-capacity', 'file-not-found', 'file-refused'] as const
const missing: readonly FileErrorCode[] = ['ENOENT', 'ENOTDIR']

/** The sandbox's files, with file errors as problems. */
async function onFiles<T>(
  { services, person, path }: Call<unknown, Person, `{id}`>,
  work: (files: FileSystem) => Promise<T>,
): Promise<T> {
  const open = await services.sandboxes.open(person.id, path.id)
  if (!open) throw new ApiProblem('not-found', 'There is no such sandbox.')
  refuseWaiting(open)
  try {
    return await work((await open.sandbox).files)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const code: ProblemCode = missing.includes(error.code) ? 'file-not-found' : 'file-refused'
    throw new ApiProblem(code, `${error.path}: ${error.message}`)
  }
}

export const fileRoutes = [
  route({
    method: 'GET',
    path: '/sandboxes/{id}/files',
    summary: 'A file, or what is in a directory.',
    query: {
      path,
      absent: {
        schema: z.literal('null').optional(),
        about: 'What is not there is answered with `text: null`, and is no error.',
      },
    },
    response: z.union([fileContent, fileAbsent, fileList]),
    problems: lost,
    handle: call =>
      onFiles(call, files => readFile(files, call.query.path ?? '', call.query.absent === 'null')),
  }),
  route({
    method: 'PUT',
    path: '/sandboxes/{id}/files',
    summary: 'Writes a file.',
    body: fileContent,
    problems: lost,
    handle: call => onFiles(call, files => files.write(call.body.path, call.body.text)),
  }),
  route({
    method: 'DELETE',
    path: '/sandboxes/{id}/files',
    summary: 'Removes a file.',
    query: { path },
    problems: lost,
    handle: call => onFiles(call, files => files.remove(call.query.path ?? '')),
  }),
]

async function readFile(files: FileSystem, path: string, mayBeAbsent: boolean) {
  const found = await files.stat(path).catch((error: unknown) => {
    if (mayBeAbsent && error instanceof FileError && missing.includes(error.code)) return null
    throw error
  })
  if (!found) return { path, text: null }
  if (found.kind !== 'directory') return { path, text: new TextDecoder().decode(await files.read(path)) }
  const entries = await Promise.all(
    (await files.list(path)).map(async name => {
      const stat = await files.stat(`${path}/${name}`).catch(() => undefined)
      return { name, directory: stat?.kind === 'directory' }
    }),
  )
  return { path, entries }
}
