/** What a name is here. */
export type Rename = (name: string) => string

const name = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?'
/** Of an item of a list of YAML or JSON. */
const item = `["']?${name}["']?(?=\\s*(?:[,\\]\\n]|$))`
const names = `${name}(?:[ ,]+(?:and +)?${name})*`

/**
 * Where a namespace stands in commands, manifests and sentences. Many are common words ("production", "default"), so a
 * word alone is none: what stands before or after it says so. Each has the name, or a list of names, as its `n`.
 */
const places: readonly RegExp[] = [
  // kubectl -n shop, --namespace=shop, --namespace shop
  new RegExp(`(?<=(?:^|\\s)(?:-n|--namespace)[= ]+"?)(?<n>${name})(?![\\w.])`, 'g'),
  // namespace: shop (manifests, flows, jq), namespace/shop, namespaces("shop")
  new RegExp(`(?<=\\bnamespaces?["']?(?:: *|/)["'\`]?)(?<n>${name})(?![\\w.])`, 'g'),
  // delete namespace shop ops, label ns shop name=shop, the namespace `shop`, the namespace "shop"
  new RegExp(`(?<=\\b(?:namespaces?|ns) (?:--?[\\w-]+(?:=[\\w-]+)? )*["'\`]?)(?<n>${names})(?![\\w.=])`, 'g'),
  // found in shop namespace
  new RegExp(`(?<=\\bin )(?<n>${name})(?= namespace\\b)`, 'g'),
  // for namespace in shop ops; do
  new RegExp(`(?<=\\bfor \\w+ in )(?<n>${names})(?![\\w.])`, 'g'),
  // `shop` in a sentence, `shop/web`
  new RegExp(`(?<=\`)(?<n>${name})(?=\`|/${name}\`)`, 'g'),
  // kubernetes.io/metadata.name: shop
  new RegExp(`(?<=kubernetes\\.io/metadata\\.name["']?(?:: *|=)["']?)(?<n>${name})`, 'g'),
  // key: kubernetes.io/metadata.name, operator: In, values: [shop, ops], and with a line each
  new RegExp(
    `(?<=kubernetes\\.io/metadata\\.name["']?,?\\s+["']?operator["']?: *["']?(?:Not)?In["']?,?\\s+["']?values["']?:\\s*(?:\\[|-)\\s*)(?<n>${item}(?:(?:, *|\\s+- +)${item})*)`,
    'g',
  ),
  // kind: Namespace, metadata: {name: shop}
  new RegExp(`(?<=kind: Namespace\\s+metadata:\\s*{?\\s*name: *)(?<n>${name})`, 'g'),
  // names of services: web.shop, web.shop.svc.cluster.local; the API server's own stays
  new RegExp(`(?<=(?<![\\w.-])(?!kubernetes\\.)${name}\\.)(?<n>${name})(?=\\.svc\\b|[/:"'\`\\s),;]|$)`, 'gm'),
]

/** Names that are no word of any language: with a hyphen, and in no file's name. */
const distinctive = /(?<![\w./-])(?<n>[a-z0-9]+(?:-[a-z0-9]+)+)(?![\w/-]|\.\w)/g

/** A text with its namespaces as they are called here. */
export function renameText(text: string, rename: Rename): string {
  const spans: { start: number; end: number; text: string }[] = []
  for (const place of [...places, distinctive])
    for (const match of text.matchAll(place)) {
      const found = match.groups?.n ?? ''
      const start = match.index + match[0].indexOf(found)
      for (const word of found.matchAll(new RegExp(name, 'g'))) {
        const renamed = rename(word[0])
        const at = start + word.index
        if (renamed !== word[0] && !spans.some(span => span.start === at))
          spans.push({ start: at, end: at + word[0].length, text: renamed })
      }
    }
  let result = text
  for (const span of spans.sort((one, other) => other.start - one.start))
    result = result.slice(0, span.start) + span.text + result.slice(span.end)
  return result
}
