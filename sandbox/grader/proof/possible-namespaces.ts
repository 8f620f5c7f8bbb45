import type { V1Namespace } from '@kubernetes/client-node'
import { namespaceNameLabel } from '../../exercise'
import type { PolicyClasses } from '../../netpol/classes'

type Labels = Readonly<Record<string, string>>

/** A namespace that nobody made, with nothing but the label that Kubernetes sets. */
const elsewhere = 'elsewhere'

/**
 * The namespaces that could come: a look-alike of each that an exercise is about, one without labels, those that
 * policies ask for by name, and one for each way in which the policies can tell namespaces apart. A copy of a
 * distinguishing label is not judged (identity.ts), so it is left out.
 */
export function possibleNamespaces({
  home,
  homes,
  taken,
  classes,
}: {
  /** The namespaces of the exercise, with their labels as they are now. */
  home: readonly V1Namespace[]
  /** Those in which roles live. */
  homes: ReadonlySet<string>
  /** Names of the namespaces that there are. */
  taken: ReadonlySet<string>
  classes: PolicyClasses
}): V1Namespace[] {
  const lookalikes = home
    .filter(({ metadata }) => homes.has(metadata?.name ?? '') || hasOwnLabels(metadata?.labels))
    .map(lookalike)
  const avoided = home.flatMap(({ metadata }) => Object.entries(metadata?.labels ?? {}))
  const copied = new Set(avoided.map(([key, value]) => `${key}=${value}`))
  const labelled = classes
    .namespaceLabels({ fixed: { [namespaceNameLabel]: elsewhere }, avoided })
    .map(({ [namespaceNameLabel]: _, ...labels }) => labels)
    .filter(
      labels =>
        hasOwnLabels(labels) && !Object.entries(labels).some(([key, value]) => copied.has(`${key}=${value}`)),
    )
  const named = classes.namespaceNames.map(name => namespace(name, {}))
  const invented = [
    ...lookalikes,
    namespace(elsewhere, {}),
    ...named,
    ...labelled.map((labels, index) => namespace(`${elsewhere}-${index + 2}`, labels)),
  ]
  return [
    ...new Map(
      invented
        .filter(({ metadata }) => !taken.has(metadata?.name ?? ''))
        .map(one => [one.metadata?.name, one]),
    ).values(),
  ]
}

const namespace = (name: string, labels: Labels): V1Namespace => ({
  metadata: { name, labels: { ...labels, [namespaceNameLabel]: name } },
})

const hasOwnLabels = (labels: Labels | undefined) =>
  Object.keys(labels ?? {}).some(key => key !== namespaceNameLabel)

/** The same label keys with similar values: what a sloppy selector confuses with the original. */
function lookalike({ metadata }: V1Namespace): V1Namespace {
  const labels = Object.entries(metadata?.labels ?? {}).map(([key, value]) => [key, `${value}-2`])
  return namespace(`${metadata?.name}-2`, Object.fromEntries(labels))
}
