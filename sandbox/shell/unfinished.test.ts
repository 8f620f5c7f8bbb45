import { describe, expect, it } from 'vitest'
import { isUnfinished } from './unfinished'

describe('a shell asks for more', () => {
  const unfinished = [
    'echo "open',
    "echo 'open",
    'echo `open',
    'echo $(open',
    'echo ${x',
    'a |',
    'a | # with a remark',
    'a &&',
    'a ||',
    'a && b |',
    'echo a\\',
    'cat <<EOF',
    'cat <<EOF\ntext',
    "cat <<'EOF' | grep x\ntext $(",
    'if true',
    'if true; then',
    'if true; then echo; else',
    'for i in 1 2',
    'for i in 1 2; do',
    'while :; do\necho',
    'until false',
    'case x in',
    'case x in a) echo;;',
    'f() {',
    'f()',
    '{ echo',
    '( echo',
    '(( 1 +',
    '[[ a ==',
    'a=(1 2',
    'echo "$(cat <<E\nx\n',
  ]
  for (const source of unfinished) it(JSON.stringify(source), () => expect(isUnfinished(source)).toBe(true))
})

describe('a shell runs, or complains about,', () => {
  const whole = [
    '',
    '# only a remark "',
    'echo a',
    'echo "a"',
    'a | b',
    'a && b || c &',
    'echo a\\\\',
    'cat <<EOF\ntext\nEOF',
    'if true; then echo; fi',
    'f() { echo; }',
    'fi',
    'echo )',
    'echo >',
    'cat <<',
    'do',
    ';;',
    'a "b" `c` $(d) ${e} $((1+1))',
  ]
  for (const source of whole) it(JSON.stringify(source), () => expect(isUnfinished(source)).toBe(false))
})
