type Command = { summary: string; run: (args: string[]) => Promise<number> }

const commands: Readonly<Record<string, Command>> = {
  administrator: {
    summary: 'make a one-time link by which an account becomes administrator',
    run: async args => (await import('./administrator')).administrator(args),
  },
  cluster: {
    summary: 'run an embedded cluster and write a kubeconfig for it',
    run: async args => (await import('./cluster')).cluster(args),
  },
  doctor: {
    summary: 'tell what the cluster of KUBECONFIG can do for lessons',
    run: async args => (await import('./doctor')).doctor(args),
  },
  grade: {
    summary: "grade answers to a lesson's exercise",
    run: async args => (await import('./grade')).grade(args),
  },
  lint: {
    summary: 'tell what is wrong with courses, and prove their answers',
    run: async args => (await import('./lint')).lint(args),
  },
  new: {
    summary: 'begin a lesson (new lesson COURSE/NN-slug)',
    run: async args => (await import('./new')).newLesson(args),
  },
}

const usage = `Usage: netpol-lab COMMAND [ARGUMENTS]

Commands:
${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(13)} ${summary}`)
  .join('\n')}

'netpol-lab COMMAND --help' tells a command's arguments.
`

/** Runs one command; answers the exit status (64: it was not understood). */
export async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(usage)
    return name === undefined ? 64 : 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command) return command.run(args)
  process.stderr.write(`netpol-lab: unknown command "${name}"\n\n${usage}`)
  return 64
}
