import { tool } from '../tool'

export const whoami = tool({}, async ({ env, stdout }) => {
  await stdout.write(`${env.USER ?? 'root'}\n`)
  return undefined
})

export const hostname = tool({ flags: 'fisdI' }, async ({ env, stdout }) => {
  await stdout.write(`${env.HOSTNAME ?? 'localhost'}\n`)
  return undefined
})

/** The learner is the first user of a Linux machine. */
export const id = tool({ flags: 'ugGnr' }, async ({ env, options, stdout }) => {
  const name = env.USER ?? 'root'
  const number = name === 'root' ? 0 : 1000
  const short = ['u', 'g', 'G'].some(letter => options.has(letter))
  const text = short
    ? options.has('n')
      ? name
      : String(number)
    : `uid=${number}(${name}) gid=${number}(${name}) groups=${number}(${name})`
  await stdout.write(`${text}\n`)
  return undefined
})

const systemName = { s: 'Linux', r: '6.6.0', v: '#1 SMP', m: 'x86_64', p: 'unknown', o: 'GNU/Linux' } as const

export const uname = tool({ flags: 'asnrvmpio' }, async ({ env, options, stdout }) => {
  const host = env.HOSTNAME ?? 'localhost'
  if (options.has('a')) {
    await stdout.write(
      `${systemName.s} ${host} ${systemName.r} ${systemName.v} ${systemName.m} ${systemName.o}\n`,
    )
    return undefined
  }
  const parts = Object.entries({ ...systemName, n: host }).filter(([letter]) => options.has(letter))
  await stdout.write(`${parts.length > 0 ? parts.map(([, text]) => text).join(' ') : systemName.s}\n`)
  return undefined
})

export const tty = tool({ flags: 's' }, async ({ stdin, stdout }) => {
  await stdout.write(stdin.tty ? '/dev/pts/0\n' : 'not a tty\n')
  return stdin.tty ? 0 : 1
})

export const nproc = tool({}, async ({ stdout }) => {
  await stdout.write('2\n')
  return undefined
})
