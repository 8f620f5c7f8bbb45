import { FileError } from '../../../../../../process'
import type { Command } from '../../../../command'
import { flag } from '../../../../flags/definition'
import type { Invocation } from '../../../../invocation'
import type { KubeObject } from '../../../../object'
import { joinPath } from '../../../../path'
import { generatorCommand, requireName } from '../generator'
import { keyPairError } from './key-pair'
import { base64, type KeyMessages, readSources, sourceFlags } from './key-sources'
import { withNameHash } from './name-hash'

const messages: KeyMessages = {
  invalid: (key, why) => `${JSON.stringify(key)} is not valid key name for a Secret ${why}`,
  envDirectory: 'env secret file cannot be a directory',
  twice: key => `cannot add key ${key}, another key by that name already exists`,
}
const failure = 'failed to create secret'
const hashFlag = flag.bool('append-hash', 'Append a hash of the secret to its name.')

function secretObject({ flags }: Invocation, name: string, type: string, data: Record<string, string>) {
  const made: KubeObject = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name },
    ...(Object.keys(data).length > 0 ? { data } : {}),
    ...(type ? { type } : {}),
  }
  return flags.bool('append-hash') ? withNameHash(made) : made
}

const encoded = (entries: Map<string, Uint8Array>): Record<string, string> =>
  Object.fromEntries([...entries].map(([key, value]) => [key, base64(value)]))

const generic = generatorCommand({
  name: 'generic',
  usage:
    'NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  short: 'Create a secret from a local file, directory, or literal value',
  examples: `# Create a secret with one value
kubectl create secret generic login --from-literal=password=open-sesame`,
  flags: [...sourceFlags('secret'), flag.string('type', 'The type of secret to create')],
  failure,
  async make(invocation) {
    const name = requireName(invocation)
    const data = encoded(await readSources(invocation, name, messages))
    return secretObject(invocation, name, invocation.flags.string('type'), data)
  },
})

const dockerKey = '.dockerconfigjson'

const dockerRegistry = generatorCommand({
  name: 'docker-registry',
  usage:
    'NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [--from-file=[key=]source] [--dry-run=server|client|none]',
  short: 'Create a secret for use with a Docker registry',
  flags: [
    hashFlag,
    flag.string('docker-email', 'Email for Docker registry'),
    flag.string('docker-password', 'Password for Docker registry authentication'),
    flag.string('docker-server', 'Server location for Docker registry', {
      default: 'https://index.docker.io/v1/',
    }),
    flag.string('docker-username', 'Username for Docker registry authentication'),
    flag.strings('from-file', 'A file with such a configuration, instead of the other flags.'),
  ],
  failure,
  async make(invocation) {
    const { flags } = invocation
    const name = requireName(invocation)
    const [server, username, password, email] = ['server', 'username', 'password', 'email'].map(part =>
      flags.string(`docker-${part}`),
    ) as [string, string, string, string]
    const type = 'kubernetes.io/dockerconfigjson'
    if (flags.list('from-file').length > 0) {
      return secretObject(invocation, name, type, encoded(await readSources(invocation, name, messages)))
    }
    if (!username || !password || !server) {
      throw new Error(
        'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
      )
    }
    const bytes = new TextEncoder()
    const auths = {
      [server]: {
        username,
        password,
        ...(email ? { email } : {}),
        auth: base64(bytes.encode(`${username}:${password}`)),
      },
    }
    return secretObject(invocation, name, type, {
      [dockerKey]: base64(bytes.encode(JSON.stringify({ auths }))),
    })
  },
})

const tls = generatorCommand({
  name: 'tls',
  usage: 'NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]',
  short: 'Create a TLS secret',
  flags: [
    hashFlag,
    flag.string('cert', 'Path of a certificate (PEM).'),
    flag.string('key', "Path of the certificate's private key (PEM)."),
  ],
  failure,
  async make(invocation) {
    const { flags } = invocation
    const name = requireName(invocation)
    if (!flags.string('key') || !flags.string('cert')) throw new Error('key and cert must be specified')
    const cert = await readPem(invocation, flags.string('cert'))
    const key = await readPem(invocation, flags.string('key'))
    const wrong = keyPairError(cert, key)
    if (wrong) throw new Error(wrong)
    return secretObject(invocation, name, 'kubernetes.io/tls', {
      'tls.crt': base64(cert),
      'tls.key': base64(key),
    })
  },
})

async function readPem({ process }: Invocation, path: string): Promise<Uint8Array> {
  try {
    return await process.files.read(joinPath(process.cwd, path))
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new Error(`Cannot read file ${path}, open ${path}: ${error.message.toLowerCase()}`)
  }
}

export const secret: Command = {
  name: 'secret',
  usage: '(docker-registry | generic | tls)',
  short: 'Create a secret using a specified subcommand',
  flags: [],
  subcommands: [dockerRegistry, generic, tls],
}
