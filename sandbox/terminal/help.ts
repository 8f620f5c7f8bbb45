import type { Program } from '../process'

type Available = { editors: readonly string[]; network: readonly string[]; tools: readonly string[] }

const list = (names: readonly string[]) => [...names].sort().join(', ')

const width = 76

/** Breaks a list into lines. */
const wrapped = (text: string) => text.replace(new RegExp(`(.{1,${width}})(?: |$)`, 'g'), '  $1\n').trimEnd()

/** `help`: what this machine has, for who wonders where they have come to. */
export function createHelp({ editors, network, tools }: Available): Program {
  const text = `A shell on a machine of your own; kubectl is set up for a cluster of your own.

  kubectl get pods -A      every pod there is (k is kubectl, too; Tab completes names)
  kubectl explain netpol   what the fields of a policy mean
  kubectl --help           everything else that kubectl can do

Editors open a file beside this terminal: ${list(editors)}.

This machine stands outside the cluster's network. To try a connection, go into a pod:

  kubectl exec -it -n NAMESPACE POD -- sh

For networks there are:
${wrapped(list(network))}

And, as everywhere:
${wrapped(list(tools))}
`
  return async ({ stdout }) => {
    await stdout.write(text)
    return 0
  }
}
