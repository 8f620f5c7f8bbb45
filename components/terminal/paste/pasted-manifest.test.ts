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
    [
      'a manifest with line ends of Windows',
      `\r\n# mine\r\n---\r\n${manifest.replaceAll('\n', '\r\n')}`,
      true,
    ],
    ['a manifest behind a byte order mark', `\uFEFF${manifest}`, true],
    ['a manifest that names its kind first', 'kind: Pod\napiVersion: v1\n', true],
    ['a document of something else', 'kind: of blue\nname: it\n', false],
    ['a command', 'kubectl get pods', false],
    ['a command that names the field', 'grep apiVersion: web.yaml', false],
  ])('%s', (_, pasted, expected) => {
    expect(isManifest(pasted)).toBe(expected)
  })

  it('is applied by a quoted heredoc, so that the shell expands nothing', () => {
    expect(applyCommand('a: $HOME\n\n\n')).toBe("kubectl apply -f - <<'EOF'\na: $HOME\nEOF")
  })

  it('is applied without what an editor put around it', () => {
    expect(applyCommand('\uFEFFa: b\r\n')).toBe("kubectl apply -f - <<'EOF'\na: b\nEOF")
  })

  it('ends the heredoc by a word that is no line of it', () => {
    expect(applyCommand('a: |\nEOF\n')).toBe("kubectl apply -f - <<'EOF_'\na: |\nEOF\nEOF_")
  })

  it('is named after its object', () => {
    expect(fileName(manifest)).toBe('default-deny-ingress.yaml')
    expect(fileName('apiVersion: v1\nkind: List\n')).toBe('manifest.yaml')
  })
})
