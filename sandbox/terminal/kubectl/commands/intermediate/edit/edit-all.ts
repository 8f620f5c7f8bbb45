import { Exit } from '../../../failure'
import type { Invocation } from '../../../invocation'
import { parseManifest } from '../../../manifest/parse'
import type { KubeObject } from '../../../object'
import { goJson } from '../../../output/json'
import { withoutManagedFields } from '../../../output/printer'
import type { Info } from '../../../resources/select'
import { toYaml } from '../../../yaml/write'
import { openEditor } from './editor'
import { commented } from './refusal'
import { type Saved, saveAll } from './save'

/** What is edited, and what becomes of it. */
export type EditMode = {
  /** The remark at the top of the file. */
  header: string
  save(invocation: Invocation, infos: readonly Info[], edited: readonly KubeObject[]): Promise<Saved>
}

const editing: EditMode = {
  header: `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`,
  save: saveAll,
}

/** How often an editor may bring what is refused: a program that always writes the same mistake has no end. */
const mostRefusals = 20

/** Opens all objects in one file, until what it holds is saved or given up (EditOptions.Run). */
export async function editAll(
  invocation: Invocation,
  infos: readonly Info[],
  { header, save }: EditMode = editing,
): Promise<void> {
  const { files } = invocation.process
  const isJson = invocation.flags.has('output') && invocation.flags.string('output').toLowerCase() === 'json'
  const path = `/tmp/kubectl-edit-${Math.floor(Math.random() * 1e10)}.${isJson ? 'json' : 'yaml'}`
  await files.makeDirectory('/tmp', { recursive: true })
  const cancel = async (why: string) => {
    await files.remove(path)
    await invocation.err(`Edit cancelled, ${why}.\n`)
  }
  const keepingCopy = async (error: unknown): Promise<never> => {
    invocation.signal.throwIfAborted()
    await invocation.err(`A copy of your changes has been stored to ${JSON.stringify(path)}\n`)
    throw error
  }

  const original = textOf(infos, isJson)
  let text = original
  let reasons = ''
  for (let refusals = 0; ; refusals++) {
    await files.write(path, (isJson ? '' : header) + reasons + text)
    await openEditor(invocation, path)
    const content = withoutComments(new TextDecoder().decode(await files.read(path)))
    if (refusals > 0 && (content === withoutComments(text) || refusals === mostRefusals)) {
      return keepingCopy(new Error('Edit cancelled, no valid changes were saved.'))
    }
    if (content === withoutComments(original)) return cancel('no changes made')
    if (content.trim() === '') return cancel('saved file was empty')
    text = content
    let edited: KubeObject[]
    try {
      edited = await objectsOf(content)
    } catch (error) {
      reasons = `# The edited file had a syntax error: ${commented((error as Error).message)}\n#\n`
      continue
    }
    const { refused, again } = await save(invocation, infos, edited).catch(keepingCopy)
    if (again) {
      await invocation.err(`You can run \`kubectl replace -f ${path}\` to try this update again.\n`)
      throw new Exit(1)
    }
    if (refused.length === 0) return files.remove(path)
    reasons = refused.join('')
  }
}

/** One object as it is, several as a list. */
function textOf(infos: readonly Info[], isJson: boolean): string {
  const write = (object: KubeObject) => (isJson ? `${goJson(object, 4)}\n` : toYaml(object))
  const [first, ...more] = infos.map(({ object }) => withoutManagedFields(object as KubeObject))
  if (first && more.length === 0) return write(first)
  return write({ apiVersion: 'v1', kind: 'List', metadata: {}, items: [first, ...more] } as KubeObject)
}

const withoutComments = (text: string): string => text.replace(/^#.*\n/gm, '')

async function objectsOf(text: string): Promise<KubeObject[]> {
  const objects: KubeObject[] = []
  for await (const { object } of parseManifest('edited-file', text, false)) objects.push(object)
  return objects
}
