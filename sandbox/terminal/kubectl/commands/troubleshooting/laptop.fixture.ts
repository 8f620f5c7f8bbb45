import { createEmbeddedProvider } from '../../../../embedded/provider'
import { createCollector, emptyInput, type Program } from '../../../../process'
import { createLaptopPrograms } from '../../../laptop'
import { createLocalPorts } from '../../../local-ports'
import { createKubectl } from '../..'

/** A learner's machine with a cluster: its kubectl and the programs beside it, which meet at the machine's own ports. */
export async function openLaptop(id: string) {
  const provider = await createEmbeddedProvider()
  const { files, access } = await provider.open(id)
  const ports = createLocalPorts()
  const programs: Record<string, Program> = {
    ...createLaptopPrograms(ports),
    kubectl: createKubectl({ access, ports }),
  }
  await files.makeDirectory('/tmp', { recursive: true })
  await files.makeDirectory('/etc', { recursive: true })
  await files.write('/etc/hosts', '127.0.0.1\tlocalhost\n')

  /** Begins a command, whose words are parted by spaces. */
  function run(line: string) {
    const [out, err] = [createCollector(1_000_000), createCollector(1_000_000)]
    const controller = new AbortController()
    const argv = line.split(' ')
    const ended = programs[argv[0]!]!({
      argv,
      env: { HOME: '/home/learner' },
      cwd: '/tmp',
      stdin: emptyInput,
      stdout: out,
      stderr: err,
      files,
      signal: controller.signal,
    }).then(code => ({ code, out: out.text(), err: err.text() }))
    return {
      ended,
      out: () => out.text(),
      err: () => err.text(),
      interrupt: () => controller.abort('SIGINT'),
    }
  }
  return { provider, access, files, run }
}
