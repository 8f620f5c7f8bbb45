import type { ContainerProgram } from '../machine'

/** Containers run as root here. */
export const id: ContainerProgram = async ({ argv, stdout }) => {
  const short = argv[1]?.match(/^-n?[ugG]n?$/)
  await stdout.write(
    short ? (argv[1]!.includes('n') ? 'root\n' : '0\n') : 'uid=0(root) gid=0(root) groups=0(root)\n',
  )
  return 0
}
