import { expect, it } from 'vitest'
import { formatLabels, humanDuration, tableLines } from './table'

it.each([
  [0, '0s'],
  [119_000, '119s'],
  [120_000, '2m'],
  [131_000, '2m11s'],
  [600_000, '10m'],
  [179 * 60_000, '179m'],
  [3 * 3_600_000, '3h'],
  [3 * 3_600_000 + 60_000 * 5, '3h5m'],
  [30 * 3_600_000, '30h'],
  [49 * 3_600_000, '2d1h'],
  [10 * 86_400_000, '10d'],
  [800 * 86_400_000, '2y70d'],
  [-500, '0s'],
  [-5000, '<invalid>'],
])('%d ms are %s', (milliseconds, text) => expect(humanDuration(milliseconds)).toBe(text))

const table = {
  kind: 'Table',
  columnDefinitions: [
    { name: 'Name', type: 'string', format: 'name', priority: 0 },
    { name: 'Node', type: 'string', priority: 1 },
  ],
  rows: [{ cells: ['web', 'lab'], object: { metadata: { namespace: 'demo', labels: { b: '2', a: '1' } } } }],
}
const plain = { wide: false, noHeaders: false, withNamespace: false, columnLabels: [], showLabels: false }

it.each([
  ['the table', {}, 'NAME\nweb\n'],
  ['wide', { wide: true }, 'NAME\tNODE\nweb\tlab\n'],
  ['with namespaces', { withNamespace: true }, 'NAMESPACE\tNAME\ndemo\tweb\n'],
  ['with a kind', { kind: 'pod' }, 'NAME\npod/web\n'],
  ['with labels', { showLabels: true, columnLabels: ['x/a'] }, 'NAME\tA\tLABELS\nweb\t\ta=1,b=2\n'],
  ['without headers', { noHeaders: true }, 'web\n'],
])('%s', (_, options, lines) => expect(tableLines(table, { ...plain, ...options })).toBe(lines))

it('what a terminal would obey is shown', () => {
  const rows = [{ cells: ['\x1b[31mred\nmore', null] }]
  expect(tableLines({ ...table, rows }, { ...plain, noHeaders: true })).toBe('^[[31mred...\n')
})

it('no labels are <none>', () => expect(formatLabels({})).toBe('<none>'))
