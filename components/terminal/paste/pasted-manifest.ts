/** What an editor may put around a text: a byte order mark, line ends of Windows or of an old Mac. */
export const plain = (text: string) => text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')

/** Whether pasted text is a Kubernetes manifest rather than commands: comments apart, it begins with `apiVersion:`. */
export const isManifest = (text: string): boolean =>
  /^(?:[^\S\n]*(?:#.*|---.*)?\n)*[^\S\n]*(?:apiVersion:|kind:.*\n[^\S\n]*apiVersion:)/.test(plain(text))

/** A delimiter that no line of the text is. */
function delimiter(text: string): string {
  const lines = new Set(text.split('\n'))
  let word = 'EOF'
  while (lines.has(word)) word += '_'
  return word
}

/** The command line that applies a manifest typed into the terminal. Quoted, so that the shell expands nothing in it. */
export function applyCommand(manifest: string): string {
  const body = plain(manifest).replace(/\n*$/, '\n')
  const end = delimiter(body)
  return `kubectl apply -f - <<'${end}'\n${body}${end}`
}

/** A file name for a manifest: its first object's name, else `manifest.yaml`. */
export function fileName(manifest: string): string {
  const name =
    /^metadata:[^\S\n]*\n(?:[^\S\n]+.*\n)*?[^\S\n]+name:[^\S\n]*["']?([a-z0-9]([-a-z0-9.]*[a-z0-9])?)/m.exec(
      `${plain(manifest)}\n`,
    )?.[1]
  return `${name ?? 'manifest'}.yaml`
}
