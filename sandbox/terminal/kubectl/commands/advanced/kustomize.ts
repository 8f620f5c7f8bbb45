import type { Command } from '../../command'
import { flag } from '../../flags/definition'
import { buildKustomization } from '../../kustomize/build'
import { joinPath } from '../../path'
import { toYaml } from '../../yaml/write'

export const kustomize: Command = {
  name: 'kustomize',
  usage: 'DIR [flags]',
  short: 'Build a kustomization target from a directory or URL',
  long: 'Print the manifests that a directory with a kustomization.yaml stands for. Without DIR it is the current one.',
  examples: `# What would be applied by kubectl apply -k overlays/test
kubectl kustomize overlays/test`,
  flags: [flag.string('output', 'If specified, write output to this path.', { shorthand: 'o' })],
  async run(invocation) {
    const { args, flags, process } = invocation
    if (args.length > 1) throw new Error('specify one path to kustomization.yaml')
    const text = (await buildKustomization(invocation, args[0] ?? '.')).map(toYaml).join('---\n')
    const output = flags.string('output')
    if (output) await process.files.write(joinPath(process.cwd, output), text)
    else await invocation.out(text)
  },
}
