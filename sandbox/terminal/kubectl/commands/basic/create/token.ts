import type { Command } from '../../../command'
import { flag } from '../../../flags/definition'
import type { KubeObject } from '../../../object'
import { createPrinter, objectFormats, printFlags } from '../../../output/printer'
import { requireName } from './generator'

const boundKinds: Readonly<Record<string, string>> = { Node: 'v1', Pod: 'v1', Secret: 'v1' }

export const token: Command = {
  name: 'token',
  usage: 'SERVICE_ACCOUNT_NAME',
  short: 'Request a service account token',
  examples: `# A token for the service account robot
kubectl create token robot`,
  flags: [
    flag.array('audience', 'Who the token is for; may be repeated.'),
    flag.string('bound-object-kind', 'Kind of the object that the token lives and dies with.'),
    flag.string('bound-object-name', 'Name of that object.'),
    flag.string('bound-object-uid', 'UID of that object.'),
    flag.duration('duration', 'How long the token is to be good; the server may decide otherwise.'),
    ...printFlags(objectFormats),
  ],
  async run(invocation) {
    const { flags } = invocation
    const name = requireName(invocation)
    const duration = flags.duration('duration')
    const kind = flags.string('bound-object-kind')
    if (duration < 0) throw new Error('--duration must be greater than or equal to 0')
    if (duration % 1000 !== 0) throw new Error('--duration cannot be expressed in units less than seconds')
    if (flags.list('audience').includes('')) throw new Error('--audience must not be an empty string')
    checkBound(kind, flags.string('bound-object-name'), flags.string('bound-object-uid'))
    const printer = flags.string('output') ? await createPrinter(invocation, objectFormats) : undefined
    const api = await invocation.api()
    const { name: namespace } = await invocation.namespace()
    const bound = {
      apiVersion: boundKinds[kind],
      kind,
      name: flags.string('bound-object-name'),
      uid: flags.string('bound-object-uid') || undefined,
    }
    const { body } = await api
      .request<KubeObject & { status: { token: string } }>(
        'POST',
        `/api/v1/namespaces/${encodeURIComponent(namespace)}/serviceaccounts/${encodeURIComponent(name)}/token`,
        {
          body: {
            apiVersion: 'authentication.k8s.io/v1',
            kind: 'TokenRequest',
            metadata: {},
            spec: {
              audiences: flags.list('audience').length > 0 ? flags.list('audience') : null,
              ...(duration > 0 ? { expirationSeconds: duration / 1000 } : {}),
              ...(kind ? { boundObjectRef: bound } : {}),
            },
          },
        },
      )
      .catch((error: Error) => {
        throw new Error(`failed to create token: ${error.message}`)
      })
    if (printer) return invocation.out(printer(body))
    await invocation.out(body.status.token + (invocation.process.stdout.tty ? '\n' : ''))
  },
}

function checkBound(kind: string, name: string, uid: string): void {
  if (!kind) {
    if (name) throw new Error('--bound-object-name can only be set if --bound-object-kind is provided')
    if (uid) throw new Error('--bound-object-uid can only be set if --bound-object-kind is provided')
    return
  }
  if (!boundKinds[kind])
    throw new Error(`supported --bound-object-kind values are ${Object.keys(boundKinds).join(', ')}`)
  if (!name) throw new Error('--bound-object-name is required if --bound-object-kind is provided')
}
