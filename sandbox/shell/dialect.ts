/** What kind of shell it is: how it names itself in its errors, and what it says. */
export type Dialect = {
  /** In front of a message; `line` is the line of the command, `interactive` whether somebody types. */
  prefix(name: string, line: number, interactive: boolean): string
  notFound(command: string): string
  cannotOpen(path: string, reason: string): string
  cannotCreate(path: string, reason: string): string
  cannotEnter(path: string, reason: string): string
  /** The prompt unless PS1 says otherwise. */
  prompt: string
}

/** GNU bash 5.2, busybox 1.36 ash, Debian's dash 0.5.12. */
export const dialects = {
  bash: {
    prefix: (name, line, interactive) => (interactive ? `${name}: ` : `${name}: line ${line}: `),
    notFound: command => `${command}: command not found`,
    cannotOpen: (path, reason) => `${path}: ${reason}`,
    cannotCreate: (path, reason) => `${path}: ${reason}`,
    cannotEnter: (path, reason) => `cd: ${path}: ${reason}`,
    // Debian's /etc/bash.bashrc.
    prompt: '\\u@\\h:\\w\\$ ',
  },
  busybox: {
    prefix: (name, line, interactive) =>
      interactive || !name.includes('/') ? `${name}: ` : `${name}: line ${line}: `,
    notFound: command => `${command}: not found`,
    cannotOpen: (path, reason) => `can't open ${path}: ${lower(reason, 'no such file')}`,
    cannotCreate: (path, reason) => `can't create ${path}: ${lower(reason, 'nonexistent directory')}`,
    cannotEnter: (path, reason) => `cd: can't cd to ${path}: ${reason}`,
    prompt: '\\w \\$ ',
  },
  dash: {
    prefix: (name, line) => `${name}: ${line}: `,
    notFound: command => `${command}: not found`,
    cannotOpen: (path, reason) => `cannot open ${path}: ${reason === noSuchFile ? 'No such file' : reason}`,
    cannotCreate: (path, reason) =>
      `cannot create ${path}: ${reason === noSuchFile ? 'Directory nonexistent' : reason}`,
    cannotEnter: path => `cd: can't cd to ${path}`,
    prompt: '\\$ ',
  },
} as const satisfies Record<string, Dialect>

export type DialectName = keyof typeof dialects

const noSuchFile = 'No such file or directory'

function lower(reason: string, missing: string): string {
  return reason === noSuchFile ? missing : reason
}
