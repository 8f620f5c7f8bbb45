const ofEverybody = / (?:-A|--all-namespaces)(?= |$)/
const listOfNamespaces = /^kubectl get (?:namespaces|ns)(?=$| -)/

/** A first command of a lesson for whoever may not list what is everybody's: the same of these namespaces. */
export function welcomeIn(command: string, namespaces: readonly string[]): string {
  if (listOfNamespaces.test(command))
    return command.replace(listOfNamespaces, `kubectl get namespaces ${namespaces.join(' ')}`)
  if (!ofEverybody.test(command)) return command
  return `for n in ${namespaces.join(' ')}; do ${command.replace(ofEverybody, ' -n $n')}; done`
}
