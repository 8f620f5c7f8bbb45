import type { Line } from './sides'

/** Lines whose answers are not compared, and why. */
const reasons: readonly { why: string; before?: number; is: (line: Line) => boolean }[] = [
  {
    why: 'help is in our own words (its structure is compared by help.test.ts)',
    is: ({ words }) =>
      words.includes('--help') || words.includes('-h') || words[0] === 'help' || words[0] === 'options',
  },
  {
    why: 'kubectl 1.36, which ours is, tells its version, nodes and pods by the beginning of their names otherwise',
    before: 36,
    is: ({ words }) =>
      words[0] === 'version' ||
      (words[0] === 'describe' && (words.includes('t') || words.some(word => /^nodes?(\/|$)/.test(word)))),
  },
  {
    why: 'kubectl 1.36, which ours is, warns when what was applied is rolled back',
    before: 36,
    is: ({ words }) => words[0] === 'rollout' && words[1] === 'undo' && /deploy/.test(words[2] ?? ''),
  },
  {
    why: 'kubectl 1.36, which ours is, sends no labels that are as they were, and lists the containers that there are',
    before: 36,
    is: ({ words }) =>
      (words[0] === 'label' && words.some(word => word.startsWith('--resource-version'))) ||
      (words[0] === 'attach' && words.includes('-c')),
  },
  {
    why: 'kubectl 1.36, which ours is, says otherwise that no condition was given',
    before: 36,
    is: ({ words }) => words.join(' ') === 'wait',
  },
  {
    why: 'kubectl 1.36, which ours is, shows the new size of what it scaled',
    before: 36,
    is: ({ words }) => words[0] === 'scale' && words.some(word => /^-o|^--output/.test(word)),
  },
  {
    why: 'kubectl 1.36, which ours is, says once what cannot be deleted',
    before: 36,
    is: ({ words }) => words[0] === 'drain',
  },
  {
    why: 'kubectl 1.36, which ours is, tells no events of endpoints that it describes together',
    before: 36,
    is: ({ words }) => words[0] === 'describe' && words.some(word => /^(ep|endpoints|.*,ep,.*)$/.test(word)),
  },
  {
    why: 'kubectl walks a Go map of the keys of a ConfigMap',
    is: ({ words }) =>
      words.some(word => word.startsWith('--from=')) &&
      words[1] === 'env' &&
      !words.some(word => word.startsWith('--keys')),
  },
  {
    why: 'dumps the whole cluster, which is not here and says so',
    is: ({ words }) => words[0] === 'cluster-info' && words[1] === 'dump',
  },
  {
    why: 'the sandbox says that it has no way out',
    is: ({ words }) => words.some(word => word.startsWith('https://nowhere')),
  },
  {
    why: 'runs a program of the host, tells what Go has in memory, or asks the host for a name',
    is: ({ words, env = {} }) =>
      'KUBECTL_EXTERNAL_DIFF' in env ||
      words.includes('--match-server-version') ||
      (words[0] === 'proxy' &&
        words.some(word => /^--(address=nowhere|accept-paths|www|port=80$)/.test(word))) ||
      words.includes('--server=x'),
  },
  {
    why: 'what the client logs about its own making',
    is: ({ words }) => words.some(word => /^(-v|--v)=?[1-9]/.test(word)),
  },
  {
    why: 'the command, or the flag, is not there by decision and says so',
    is: ({ words }) =>
      notHere.has(words[0] ?? '') ||
      words.includes('--record') ||
      words.includes('--cpu-percent=80') ||
      (words[0] === 'auth' && words.length === 1) ||
      (words[0] === 'diff' && words.includes('--prune')),
  },
  {
    why: 'prints help first, or what Go has in memory',
    is: ({ words }) =>
      words[0] === 'config' &&
      ((words.length === 2 && /^(set|unset|use|delete|rename)/.test(words[1] ?? '')) ||
        (words.length === 3 && words[1] === 'rename-context') ||
        words.includes('contexts') ||
        words.includes('wrong.path.x')),
  },
  {
    why: 'keeps files of the host inside a kubeconfig, which the sandbox has no use for',
    is: ({ words }) =>
      words[0] === 'config' &&
      words.some(word =>
        /^--(embed-certs|client-certificate|auth-provider|exec-command|certificate-authority)/.test(word),
      ),
  },
  {
    why: 'prints help, which is in our own words',
    is: ({ words }) => {
      const [command, ...rest] = words.filter(word => !/^-n|^--namespace|^shop$/.test(word))
      return rest.length === 0
        ? command === undefined || groups.has(command)
        : words.join(' ') === 'create secret -n shop'
    },
  },
  {
    why: 'what tar complains of and the end of the copy race each other',
    is: ({ words }) => words[0] === 'cp' && words.some(word => word.includes(':/missing')),
  },
  {
    why: 'of several pods the one that was ready first is chosen, to the second: they differ between two clusters',
    is: ({ words }) =>
      /^(attach|exec|logs)$/.test(words[0] ?? '') &&
      words.some(word => /^(deploy(ment)?|svc)\/web$/.test(word)),
  },
]

const groups: ReadonlySet<string> = new Set([
  'auth',
  'certificate',
  'config',
  'plugin',
  'rollout',
  'secret',
  'set',
  'top',
])

const notHere: ReadonlySet<string> = new Set(['alpha', 'certificate', 'kuberc'])

/** `minor` is that of the real kubectl: an older one says some things otherwise. */
export const leftOut = (line: Line, minor: number): boolean =>
  reasons.some(({ is, before = Number.POSITIVE_INFINITY }) => minor < before && is(line))
