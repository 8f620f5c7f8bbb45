const shells = new Set(['sh', 'bash', 'shell', 'shellscript', 'console', 'shellsession', 'shell-session'])

/**
 * What "Run in terminal" types for a code block: the lines behind `$ ` where there are such lines (the others are
 * output), else everything but comments. Undefined for what is no shell.
 */
export function commandsIn(code: string, language: string): string | undefined {
  if (!shells.has(language)) return undefined
  const lines = code.replace(/\n+$/, '').split('\n')
  if (!lines.some(line => line.startsWith('$ '))) {
    const typed = code.includes('<<')
      ? lines
      : lines.filter(line => line.trim() && !line.trimStart().startsWith('#'))
    return typed.length > 0 ? typed.join('\n') : undefined
  }
  const typed: string[] = []
  let open = false
  for (const line of lines) {
    const begins = line.startsWith('$ ')
    const goesOn: boolean = open && line.startsWith('> ')
    if (begins || goesOn) typed.push(line.slice(2))
    open = begins || goesOn
  }
  return typed.join('\n')
}
