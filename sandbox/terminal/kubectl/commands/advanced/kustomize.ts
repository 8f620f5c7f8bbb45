import type { Command } from '../../command'
import { buildKustomization } from '../../kustomize/build'
import { toYaml } from '../../yaml/write'

export const kustomize: Command = {
  name: 'kustomize',
  usage: 'DIR [flags]',
  short: 'Build a kustomization target from a directory or URL',
  long: 'Print the manifests that a directory with a kustomization.yaml stands for. Without DIR it is the current one.',
  examples: `# What would be applied by kubectl apply -k overlays/test
kubectl kustomize overlays/test`,
  flags: [],
  async run(invocation) {
    const { args } = invocation
    if (args.length > 1) throw new Error('specify one path to kustomization.yaml')
    const objects = await buildKustomization(invocation, args[0] ?? '.')
    await invocation.out(objects.map(toYaml).join('---\n'))
  },
}
