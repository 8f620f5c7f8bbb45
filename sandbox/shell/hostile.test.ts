import { describe, expect, it } from 'vitest'
import { createMemoryFiles } from '../process'
import { runShell } from './run-for-test'

/** Each script would use up the server if nobody stopped it; each ends, and says why. */
describe('a hostile script ends', () => {
  const scripts: Array<[what: string, script: string, stderr: RegExp]> = [
    ['that calls itself', 'f() { f; }; f', /nesting level exceeded/],
    ['that evaluates itself', 'x=\'eval "$x"\'; eval "$x"', /nesting level exceeded/],
    ['that sources itself', 'echo ". ./s" > s; . ./s', /nesting level exceeded/],
    ['of nested subshells', `${'('.repeat(150)}echo deep${')'.repeat(150)}; f() { (f); }; f`, /exceeded/],
    ['that doubles a variable', 'x=0123456789; while :; do x=$x$x; done', /cannot allocate memory/],
    ['that appends for ever', 'x=; while :; do x+=$(printf "%01000d" 1); done', /cannot allocate memory/],
    ['that fills an array', 'for ((i=0;;i++)); do a[i]=$i; done', /too many elements/],
    ['that makes variables', 'for ((i=0;;i++)); do declare v$i=1; done', /too many variables/],
    ['of many braces', 'echo {1..9999}{1..9999}', /too many words/],
    ['of a long range', 'echo {1..100000000}', /too many words|brace/],
    // The shell that started it ends at once, and with it all that it left behind.
    ['that forks into the background', ':(){ :|:& };:; wait', /^$|Resource temporarily unavailable/],
    ['that forks', ':(){ :|:; };:', /Resource temporarily unavailable|nesting level exceeded/],
    ['that substitutes without end', 'x=$(yes)', /output too long/],
    ['of arithmetic that refers to itself', 'a=b; b=a; echo $((a))', /recursion level exceeded/],
    [
      'of deep arithmetic',
      `echo $((${'('.repeat(500)}1${')'.repeat(500)}))`,
      /recursion level exceeded|nesting/,
    ],
    ['of a reference to itself', 'declare -n r=r; echo $r', /circular name reference|^$/],
    [
      'with a pattern that would go back for ever',
      'x=$(printf "%030000d" 0); [[ $x == *0*0*0*0*0*0*0*0*1 ]]; echo $?',
      /^$/,
    ],
    ['with a regular expression that would', 'x=$(printf "%05000d" 0); [[ $x =~ ^(0+)+1$ ]]; echo $?', /^$/],
    ['that prints a wide field', 'printf "%1000000000d" 1 | wc -c', /^$/],
    ['that reads a line without end', 'yes | tr -d "\\n" | read x', /line too long|^$/],
    ['that is no script', '<(', /syntax error|unexpected/],
  ]
  for (const [what, script, stderr] of scripts)
    it(what, async () => {
      const run = await runShell(script)
      expect(run.stderr).toMatch(stderr)
    })

  it('that fills the disk', async () => {
    const files = createMemoryFiles({ limits: { bytes: 1_000_000 }, initial: { '/home/learner/': '' } })
    const run = await runShell('yes > f; echo $?; wc -c < f', { files })
    expect(run.stderr).toMatch(/No space left on device/)
  })

  it('that spins, when it is told to', async () => {
    for (const script of [
      'while :; do :; done',
      'f() { while true; do echo > /dev/null; done; }; f | cat',
      'yes > /dev/null',
      'seq 1 1000000000 > /dev/null',
      'sleep 1000',
    ]) {
      const stop = new AbortController()
      setTimeout(() => stop.abort('SIGINT'), 50)
      expect((await runShell(script, { signal: stop.signal })).status).toBe(130)
    }
  })

  it('that eats its own stack of quotes', async () => {
    const run = await runShell(`echo ${'"$(echo '.repeat(120)}x${')"'.repeat(120)}`)
    expect(run.status).not.toBeNull()
  })
})

describe('one that spins', () => {
  it('leaves turns to others', async () => {
    const stop = new AbortController()
    const spinning = runShell('while :; do :; done', { signal: stop.signal })
    let turns = 0
    for (; turns < 20; turns++) await new Promise(resolve => setTimeout(resolve, 1))
    stop.abort('SIGINT')
    await spinning
    expect(turns).toBe(20)
  })
})
