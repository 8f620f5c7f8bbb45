import type { Invocation } from '../../../invocation'
import {
  type Kubeconfig,
  type KubeconfigFile,
  type KubeconfigSource,
  mergeKubeconfig,
  readKubeconfigFiles,
} from '../../../kubeconfig/kubeconfig'
import type { Section } from '../../../kubeconfig/write'

/** What `config` works on: the files and what they say together. */
export async function openConfig({
  process,
  flags,
}: Invocation): Promise<{ files: KubeconfigFile[]; config: Kubeconfig }> {
  const source: KubeconfigSource = {
    files: process.files,
    env: process.env,
    cwd: process.cwd,
    flag: flags.string('kubeconfig'),
    mayBeMissing: true,
  }
  const files = await readKubeconfigFiles(source)
  return { files, config: mergeKubeconfig(files) }
}

/** The file that defines an entry, else the first that exists, else the last (clientcmd's rule for changes). */
export function fileFor(files: readonly KubeconfigFile[], section?: Section, name?: string): KubeconfigFile {
  const defining = files.find(({ document }) => {
    if (section === undefined) return document.has('current-context')
    const list = (
      document.toJS({ maxAliasCount: 100 }) as Record<string, { name?: string }[] | undefined> | null
    )?.[section]
    return Array.isArray(list) && list.some(entry => entry?.name === name)
  })
  return defining ?? files.find(({ exists }) => exists) ?? (files.at(-1) as KubeconfigFile)
}

/** The file that messages name: as it was typed, the first of several that is there. */
export function nameOfConfig({ flags, process }: Invocation, files: readonly KubeconfigFile[]): string {
  const { HOME = '/home/learner', KUBECONFIG = '' } = process.env
  const listed = KUBECONFIG.split(':').filter(Boolean)
  const present = listed.find((_, index) => files[index]?.exists)
  return flags.string('kubeconfig') || (present ?? listed.at(-1) ?? `${HOME}/.kube/config`)
}
