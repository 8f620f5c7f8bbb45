import type { ContainerProgram } from '../machine'
import type { Command } from './command'
import { connect } from './connect'
import { dnsServerList, dnsSuffix, etcHosts } from './dns'
import { entrypointTester } from './entrypoint-tester'
import { logsGenerator } from './logs-generator'
import { netexec } from './netexec/netexec'
import { pause } from './pause'
import { fakeGitServer } from './servers/fake-gitserver'
import { guestbook } from './servers/guestbook'
import { liveness } from './servers/liveness'
import { noSnatTest, noSnatTestProxy } from './servers/no-snat-test'
import { porter } from './servers/porter'
import { serveHostname } from './servers/serve-hostname'
import { tcpReset } from './servers/tcp-reset'
import { testWebserver } from './servers/test-webserver'
import { isKnown, usage } from './usage'

const commands: Readonly<Record<string, Command>> = {
  connect,
  'dns-server-list': dnsServerList,
  'dns-suffix': dnsSuffix,
  'entrypoint-tester': entrypointTester,
  'etc-hosts': etcHosts,
  'fake-gitserver': fakeGitServer,
  guestbook,
  liveness,
  'logs-generator': logsGenerator,
  netexec,
  'no-snat-test': noSnatTest,
  'no-snat-test-proxy': noSnatTestProxy,
  pause,
  porter,
  'serve-hostname': serveHostname,
  'tcp-reset': tcpReset,
  'test-webserver': testWebserver,
}

const version = '2.63.0'

/** registry.k8s.io/e2e-test-images/agnhost: the subcommands that Kubernetes' tests of networks and pods use. */
export const agnhost: ContainerProgram = async (process, machine) => {
  const [, name, ...args] = process.argv
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    await process.stdout.write(usage)
    return 0
  }
  if (name === '--version') {
    await process.stdout.write(`app version ${version}\n`)
    return 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command) return command(process, machine, args)
  const why = isKnown(name)
    ? `the agnhost of this lab has no "${name}"`
    : `unknown command "${name}" for "app"`
  await process.stderr.write(`Error: ${why}\n`)
  return 1
}
