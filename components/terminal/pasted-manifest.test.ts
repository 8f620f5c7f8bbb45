import { describe, expect, it } from 'vitest'
import { applyCommand, fileName, isManifest } from './pasted-manifest'

const manifest = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  namespace: netpol-demo
  name: default-deny-ingress
spec:
  podSelector: {}
`

describe('pasted text', () => {
  it.each([
    ['a manifest', manifest, true],
    ['a manifest behind a comment and a separator', `# mine\n---\n${manifest}`, true],
    ['a command', 'kubectl get pods', false],
    ['a command that names the field', 'grep apiVersion: web.yaml', false],
  ])('%s', (_, pasted, expected) => {
    expect(isManifest(pasted)).toBe(expected)
  })

  it('is applied by a quoted heredoc, so that the shell expands nothing', () => {
    expect(applyCommand('a: $HOME\n\n\n')).toBe("kubectl apply -f - <<'EOF'\na: $HOME\nEOF")
  })

  it('ends the heredoc by a word that is no line of it', () => {
    expect(applyCommand('a: |\nEOF\n')).toBe("kubectl apply -f - <<'EOF_'\na: |\nEOF\nEOF_")
  })

  it('is named after its object', () => {
    expect(fileName(manifest)).toBe('default-deny-ingress.yaml')
    expect(fileName('apiVersion: v1\nkind: List\n')).toBe('manifest.yaml')
  })
})
