import { expect, it } from 'vitest'
import { evaluateJsonPath, relaxedPath } from './evaluate'

const list = {
  kind: 'List',
  items: [
    {
      metadata: { name: 'web', labels: { app: 'web', 'a.b/c': 'x' } },
      spec: { ports: [80, 443] },
      ready: true,
    },
    { metadata: { name: 'db', labels: { tier: 'database' } }, spec: { ports: [5432] }, ready: false },
  ],
}
const evaluate = (template: string) => evaluateJsonPath(template, list, { allowMissingKeys: true })

it.each([
  ['{.items[*].metadata.name}', 'web db'],
  ['{.items[0].metadata.name}', 'web'],
  ['{.items[-1:].metadata.name}', 'db'],
  ['{.items[0:1].metadata.name}', 'web'],
  ['{.items[*].spec.ports}', '[80,443] [5432]'],
  ['{.items[*].spec.ports[*]}', '80 443 5432'],
  ['{.items[?(@.metadata.name=="db")].spec.ports[0]}', '5432'],
  ['{.items[?(@.metadata.labels.app)].metadata.name}', 'web'],
  ['{.items[?(@.ready==true)].metadata.name}', 'web'],
  ['{.items[?(@.spec.ports[0]>100)].metadata.name}', 'db'],
  ["{.items[0].metadata['name','labels']}", 'web {"a.b/c":"x","app":"web"}'],
  ['{.items[0].metadata.labels.a\\.b/c}', 'x'],
  ['{..tier}', 'database'],
  ['{range .items[*]}{.metadata.name}{"\\t"}{.ready}{"\\n"}{end}', 'web\ttrue\ndb\tfalse\n'],
  ['{range .items[*]}{range .spec.ports[*]}[{@}]{end};{end}!', '[80][443];[5432];!'],
  ['kind: {.kind}', 'kind: List'],
  ['{.nothing.at.all}', ''],
  ['{.items[*].*.name}', 'web db'],
])('%s', (template, text) => expect(evaluate(template)).toBe(text))

it('as JSON the results are a list', () => {
  expect(evaluateJsonPath('{.items[*].metadata.name}', list, { allowMissingKeys: true, asJson: true })).toBe(
    '[\n    "web",\n    "db"\n]\n',
  )
})

it.each([
  ['{.x', 'unclosed action'],
  ['{.items[5]}', 'array index out of bounds: index 5, length 2'],
  ['{.items[a]}', 'invalid array index a'],
  ['{.kind[0]}', 'string is not array or slice'],
  ['{end}', 'not in range, nothing to end'],
  ['{"x}', 'unterminated quoted string'],
  ['{#}', "unrecognized character in action: U+0023 '#'"],
])('%s is an error', (template, message) => expect(() => evaluate(template)).toThrow(new Error(message)))

it('a missing field is an error when it must be there', () => {
  expect(() => evaluateJsonPath('{.nothing}', list, { allowMissingKeys: false })).toThrow(
    'nothing is not found',
  )
})

it.each(['metadata.name', '.metadata.name', '{metadata.name}', '{.metadata.name}'])('%s is a path', path => {
  expect(relaxedPath(path)).toBe('{.metadata.name}')
})

it('filters nested too deep are an error', () => {
  expect(() => evaluate(`{.a${'[?(@'.repeat(4_000)}`)).toThrow()
  expect(() => evaluate(`{.a${'[?(@.a'.repeat(100)}${')]'.repeat(100)}}`)).toThrow()
})
