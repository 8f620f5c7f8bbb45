import type { Program } from '../process'

type Available = { editors: readonly string[]; network: readonly string[]; tools: readonly string[] }

const widest = 76

/** Names in lines that the screen can hold. */
function lines(names: readonly string[], columns: number): string {
  const width = Math.max(20, Math.min(widest, columns - 4))
  const words = [...names]
    .filter(name => /\w/.test(name))
    .sort()
    .join(', ')
  return words.replace(new RegExp(`(.{1,${width}})(?: |$)`, 'g'), '  $1\n')
}

/** `help`: what this machine has, for who wonders where they have come to. */
export function createHelp({ editors, network, tools }: Available): Program {
  return async ({ stdout }) => {
    const columns = stdout.tty?.size.columns ?? widest
    await stdout.write(`A machine of your own; kubectl is set up for a cluster of your own.

  k get pods -A        every pod there is
  k explain netpol     what a policy's fields mean
  k --help             whatever else k (kubectl) can do

Tab completes, also names. These open a file in the editor of the page:
${lines(editors, columns)}
To try a connection, go into a pod first:

  k exec -it -n NAMESPACE POD -- sh

This machine stands outside the cluster's network. It has
${lines(network, columns)}
and, as everywhere:
${lines(tools, columns)}`)
    return 0
  }
}
