import { plainText } from '../answers'
import { withFlags } from '../command'
import { serveUntilEnded } from './serve'

/** `agnhost fake-gitserver`: what little it says on port 8000. */
export const fakeGitServer = withFlags([], (process, machine) =>
  serveUntilEnded(process, machine, 8000, () => plainText('I am a fake git server')),
)
