import { describe, expect, it } from 'vitest'
import { commandsIn } from './commands'

describe('what "Run in terminal" types', () => {
  it('types the lines behind a prompt and leaves the output away', () => {
    expect(commandsIn('$ kubectl get pods\nNAME   READY\n$ kubectl get ns\n', 'console')).toBe(
      'kubectl get pods\nkubectl get ns',
    )
  })

  it('keeps the lines of a heredoc', () => {
    expect(commandsIn("$ kubectl apply -f - <<'EOF'\n> a: b\n> EOF\npod/a created\n", 'console')).toBe(
      "kubectl apply -f - <<'EOF'\na: b\nEOF",
    )
  })

  it('leaves comments away', () => {
    expect(commandsIn('# the addresses\nkubectl get pods -o wide\n', 'sh')).toBe('kubectl get pods -o wide')
  })

  it('types no YAML', () => {
    expect(commandsIn('a: b', 'yaml')).toBeUndefined()
  })
})
