import { type Command, withFlags } from './command'

/** What follows this keyword in the first line of /etc/resolv.conf that begins with it. */
const resolverLine = (keyword: string): Command =>
  withFlags([], async ({ files, stdout, stderr }) => {
    const text = new TextDecoder().decode(await files.read('/etc/resolv.conf'))
    const line = text.split('\n').find(line => line.startsWith(keyword))
    if (line === undefined) {
      await stderr.write('panic: Could not find DNS search list!\n')
      return 2
    }
    await stdout.write(`${line.split(' ').slice(1).join(',')}\n`)
    return 0
  })

export const dnsSuffix = resolverLine('search')
export const dnsServerList = resolverLine('nameserver')

export const etcHosts = withFlags([], async ({ files, stdout }) => {
  await stdout.write(`${new TextDecoder().decode(await files.read('/etc/hosts'))}\n`)
  return 0
})
