import type { Process } from '../../../process'
import type { ContainerProgram, Machine } from '../machine'

/** The name that a file of the form `name:x:number:…` gives to a number. */
async function nameIn({ files }: Process, path: string, number: number): Promise<string | undefined> {
  const text = await files.read(path).then(
    bytes => new TextDecoder().decode(bytes),
    () => '',
  )
  return text
    .split('\n')
    .map(line => line.split(':'))
    .find(([, , id]) => id === String(number))?.[0]
}

const labelled = (number: number, name: string | undefined) => (name ? `${number}(${name})` : `${number}`)

/** id(1), as GNU and busybox print it for the own user. */
export const id: ContainerProgram = async (process, { user }) => {
  const options = process.argv.slice(1).join('').replaceAll('-', '')
  const say = async (text: string) => {
    await process.stdout.write(`${text}\n`)
    return 0
  }
  const userName = await nameIn(process, '/etc/passwd', user.uid)
  const groups = await Promise.all(
    user.groups.map(async number => ({ number, name: await nameIn(process, '/etc/group', number) })),
  )
  const named = options.includes('n')
  const group = groups.find(({ number }) => number === user.gid)
  if (options.includes('u')) return say(named ? (userName ?? `${user.uid}`) : `${user.uid}`)
  if (options.includes('g')) return say(named ? (group?.name ?? `${user.gid}`) : `${user.gid}`)
  if (options.includes('G'))
    return say(groups.map(({ number, name }) => (named ? (name ?? number) : number)).join(' '))
  const all = groups.map(({ number, name }) => labelled(number, name)).join(',')
  return say(`uid=${labelled(user.uid, userName)} gid=${labelled(user.gid, group?.name)} groups=${all}`)
}

const whoamiOf =
  (unknown: (uid: number) => string): ContainerProgram =>
  async (process, { user }: Machine) => {
    const name = await nameIn(process, '/etc/passwd', user.uid)
    if (name === undefined) {
      await process.stderr.write(`whoami: ${unknown(user.uid)}\n`)
      return 1
    }
    await process.stdout.write(`${name}\n`)
    return 0
  }

export const busyboxWhoami = whoamiOf(uid => `unknown uid ${uid}`)
export const whoami = whoamiOf(uid => `cannot find name for user ID ${uid}`)
