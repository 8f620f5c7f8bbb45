/** An image reference as the container runtime understands it. */
export type ImageReference = {
  /** With registry and `library/`: `docker.io/library/nginx`. */
  readonly repository: string
  readonly tag: string
  readonly digest?: string
}

const defaultRegistry = 'docker.io'
const pattern =
  /^((?:[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?::\d+)?\/)*[a-z0-9]+(?:[._-]+[a-z0-9]+)*)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/

/** Normalises `nginx` to `docker.io/library/nginx:latest` (distribution/reference); nothing if it is malformed. */
export function parseReference(text: string): ImageReference | undefined {
  const [, path, tag, digest] = text.match(pattern) ?? []
  if (path === undefined) return undefined
  const [first, ...rest] = path.split('/')
  const hasRegistry = rest.length > 0 && /[.:]|^localhost$/.test(first!)
  const registry = hasRegistry ? first! : defaultRegistry
  const name = hasRegistry ? rest.join('/') : path
  const repository =
    registry === defaultRegistry && !name.includes('/')
      ? `${registry}/library/${name}`
      : `${registry}/${name}`
  return { repository, tag: tag ?? 'latest', ...(digest && { digest }) }
}

/** As status and messages show it: `docker.io/library/nginx:latest`. */
export const formatReference = ({ repository, tag, digest }: ImageReference): string =>
  digest ? `${repository}@${digest}` : `${repository}:${tag}`
