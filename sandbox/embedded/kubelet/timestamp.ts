/** Now, as Kubernetes writes times: RFC 3339, whole seconds. client-node's models call it a Date; on the wire it is text. */
export const timestamp = (now: number = Date.now()): Date =>
  new Date(now).toISOString().replace(/\.\d+Z$/, 'Z') as unknown as Date
