import { joinApiVersion } from '../object'
import type { Info } from './select'

/** Groups of Kubernetes itself (client-go's scheme): their kinds are Go structs. */
export const inScheme = (group: string): boolean =>
  !group.includes('.') ||
  (/\.k8s\.io$/.test(group) && !/^(policy\.networking|metrics|apiextensions|apiregistration)\./.test(group))

/** The error of what is no Go struct. */
export function unregistered({
  source,
  apiVersion,
  kind,
}: {
  source?: string
  apiVersion: string
  kind: string
}): Error {
  const what = `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "pkg/scheme/scheme.go:28"`
  return new Error(source ? `unable to decode ${JSON.stringify(source)}: ${what}` : what)
}

/** What is wrong with an object that has to be a Go struct. */
export function undecoded({ resource: { group, version, kind }, source }: Info): Error | undefined {
  if (inScheme(group)) return undefined
  return unregistered({ source, apiVersion: joinApiVersion(group, version), kind })
}
