/** What a prompt tells of. */
export type PromptValues = {
  readonly user: string
  readonly host: string
  readonly cwd: string
  readonly home: string
  readonly shell: string
}

const escapes: Readonly<Record<string, (values: PromptValues) => string>> = {
  $: ({ user }) => (user === 'root' ? '#' : '$'),
  '\\': () => '\\',
  '[': () => '',
  ']': () => '',
  A: () => new Date().toISOString().slice(11, 16),
  H: ({ host }) => host,
  W: values => shortened(values).replace(/^.*\/(?=[^/])/, ''),
  a: () => '\x07',
  e: () => '\x1b',
  h: ({ host }) => host.split('.')[0]!,
  n: () => '\n',
  s: ({ shell }) => shell,
  t: () => new Date().toISOString().slice(11, 19),
  u: ({ user }) => user,
  v: () => '5.2',
  w: shortened,
}

/** A prompt as PS1 writes it (`\u@\h:\w\$ `), with colours as octal or `\e` escapes. */
export function expandPrompt(text: string, values: PromptValues): string {
  return text.replace(/\\(0[0-7]{2}|[\s\S])/g, (whole, code: string) =>
    /^0/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (escapes[code]?.(values) ?? whole),
  )
}

function shortened({ cwd, home }: PromptValues): string {
  return home !== '' && home !== '/' && (cwd === home || cwd.startsWith(`${home}/`))
    ? `~${cwd.slice(home.length)}`
    : cwd
}
