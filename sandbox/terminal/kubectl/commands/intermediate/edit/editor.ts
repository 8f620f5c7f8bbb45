import type { Invocation } from '../../../invocation'

/** Runs the learner's editor on the file, as the shell would when its name has quotes in it. */
export async function openEditor(invocation: Invocation, path: string): Promise<void> {
  const { process, programs } = invocation
  const editor = process.env.KUBE_EDITOR || process.env.EDITOR || 'vi'
  const quoted = /["'\\]/.test(editor)
  const argv = quoted
    ? ['sh', '-c', `${editor} ${JSON.stringify(path)}`]
    : [...editor.split(' ').filter(Boolean), path]
  const program = programs(argv[0] as string)
  if (!program) {
    throw new Error(
      `unable to launch the editor ${JSON.stringify(editor)}: exec: ${JSON.stringify(argv[0])}: executable file not found in $PATH`,
    )
  }
  const code = await program({ ...process, argv })
  invocation.signal.throwIfAborted()
  if (code !== 0) {
    throw new Error(`there was a problem with the editor ${JSON.stringify(editor)}`)
  }
}
