import type { Answer, Line } from './sides'

/** What may differ between two equal clusters: identifiers, moments, suffixes that are drawn by lot. Lengths stay. */
const drawn: readonly [RegExp, string][] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, 'UID'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, 'TIME'],
  [/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, 'TIME'],
  [/\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4} \w+/g, 'TIME'],
  [/\/k8s\/(real|ours)-\d+/g, '/k8s/LAB'],
  [/(resourceVersion"?: ?"?)\d+/g, '$1N'],
  [/("?gitCommit"?: ?)"?[^",\n]*"?/g, '$1COMMIT'],
  [/(containerd|docker):\/\/[0-9a-f]{64}/g, 'CONTAINER'],
  [/-[bcdfghjklmnpqrstvwxz2456789]{8,10}-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, '-HASH-SUFFIX'],
  [/-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, '-SUFFIX'],
  [/\b(debugger|made|node-debugger-minikube|calico-node)-[a-z0-9]{5}\b/g, '$1-SUFFIX'],
  [/(name=?: ?"?[\w-]*|\/[\w-]+)\.[0-9a-f]{16}\b/g, '$1.EVENT'],
  [/\.[0-9a-f]{16}\b/g, '.EVENT'],
  [/("continue": ?)"[\w-]+"/g, '$1"CONTINUE"'],
  [/\b[0-9a-f]{64}\b/g, 'HASH'],
  [/in scheme \\?"[^"]*"/g, 'in scheme "SCHEME"'],
  [/kubectl-edit-\d+/g, 'kubectl-edit-N'],
  [/\/tmp\/(LIVE|MERGED|LAST)-\d+/g, '/tmp/$1-N'],
  [/\b(LIVE|MERGED)-\d+/g, '$1-N'],
  [/\/tmp\/kubectl-edit-\S+/g, 'EDITED'],
  // A line of code is another one in each version.
  [/^[IWEF]\d{4} [\d:.]+ +\d+ (\S+?):\d+\]/gm, 'LOG $1]'],
  // Said by what watches, when a watch ends as soon as it began.
  [/^LOG reflector\.go\] .*\n/gm, ''],
  // When endpoints changed last is only noted where pods changed after they were counted first.
  [/^( *)annotations:\n +endpoints\.kubernetes\.io\/last-change-trigger-time: .*\n/gm, ''],
  [/(Annotations: +)endpoints\.kubernetes\.io\/last-change-trigger-time: TIME/g, '$1<none>'],
  // A server behind a path is no surprise here.
  [/^LOG proxy\.go\] Your kube context contains a server path.*\n/gm, ''],
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ \+0000/g, 'MOMENT'],
  [/( token: |"token": ")[\w-]{20,}/g, '$1TOKEN'],
  [/kubectl-1\.\d+ get/g, 'kubectl get'],
  [/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /gm, 'MOMENT '],
  // A template that has the moment in it has its hash from it.
  [/(pod-template-hash(?:=|: |": "|":"))[bcdfghjklmnpqrstvwxz2456789]+/g, '$1HASH'],
  [/-[bcdfghjklmnpqrstvwxz2456789]{8,10}-"/g, '-HASH-"'],
]

/** What makes a column wider or narrower besides. */
const widths: readonly [RegExp, string][] = [
  [/\b(?:\d+d)?(?:\d+h)?(?:\d+m)?\d+(?:\.\d+)?(?:s|ms)\b|\b\d+[dhm](?:\d+[hms])*\b/g, 'AGE'],
  [/<(invalid|unknown)>/g, 'AGE'],
  [/\b10\.96(\.\d{1,3}){2}\b/g, 'SERVICE-IP'],
  [/\b10\.244(\.\d{1,3}){2}\b/g, 'POD-IP'],
  [/:3[0-2]\d{3}\b/g, ':NODE-PORT'],
  [/(nodePort"?: |NodePort: .*)\d{5}/g, '$1NODE-PORT'],
  [/[ \t]+$/gm, ''],
  [/(\S)[ \t]{2,}/g, '$1  '],
  [/\t/g, '  '],
]

const replaceAll = (text: string, replacements: readonly [RegExp, string][]): string =>
  replacements.reduce((changed, [pattern, by]) => changed.replace(pattern, by), text)

/**
 * Lines of a table of events stand in no order: their names are drawn by lot. Nor do the logs of several containers,
 * or labels that are listed: kubectl walks a Go map of them (`sequentialConsumeRequest` in kubectl's
 * pkg/cmd/logs/logs.go, `RunLabel` in pkg/cmd/label/label.go).
 */
const unordered = ({ words }: Line, text: string): boolean =>
  /^.*LAST SEEN/.test(text) ||
  /^(drain|events)$/.test(words[0] ?? '') ||
  (/^(label|annotate)$/.test(words[0] ?? '') && words.includes('--list')) ||
  (words[0] === 'logs' && words.some(word => /^(-l|--selector|--all-containers|--all-pods)/.test(word)))

const lines = (line: Line, text: string): string[] => {
  const all = replaceAll(text, drawn)
  if (unordered(line, text)) return replaceAll(all, widths).split('\n').map(sortedWords(line)).sort()
  return all.split('\n')
}

/** What stands in one line without order: reasons of events, and why a node is not drained (a Go map again). */
const sortedWords =
  ({ words }: Line) =>
  (text: string): string => {
    if (words[0] === 'drain')
      return text.replace(/\[.*\]/, list =>
        list
          .slice(1, -1)
          .split(/, (?=cannot)/)
          .sort()
          .join(),
      )
    return words[0] === 'events' && words.some(word => word.includes('jsonpath'))
      ? text.split(' ').sort().join(' ')
      : text
  }

/** The first line that differs in each part of two answers to a command line; nothing when they are the same. */
export function differences(line: Line, real: Answer, ours: Answer): string[] {
  const found: string[] = []
  if (real.code !== ours.code) found.push(`exit status: real ${real.code}, ours ${ours.code}`)
  for (const stream of ['stdout', 'stderr'] as const) {
    const want = lines(line, real[stream])
    const got = lines(line, ours[stream])
    for (let at = 0; at < Math.max(want.length, got.length); at++) {
      if (want[at] === got[at]) continue
      if (
        want[at] !== undefined &&
        got[at] !== undefined &&
        replaceAll(want[at] as string, widths) === replaceAll(got[at] as string, widths)
      )
        continue
      found.push(
        `${stream} line ${at + 1}:\n      real: ${JSON.stringify(want[at] ?? null)}\n      ours: ${JSON.stringify(got[at] ?? null)}`,
      )
      break
    }
  }
  return found
}
