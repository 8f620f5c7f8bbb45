import { describe, expect, it } from 'vitest'
import { parseYaml } from './read'

/** Broken documents and what kubectl v1.36.3 says of them (`error converting YAML to JSON: …`). */
const recorded: readonly [text: string, message: string][] = [
  ['apiVersion: v1\nkind: *foo\n', "yaml: unknown anchor 'foo' referenced"],
  ['apiVersion: v1\nkind: @foo\n', 'yaml: line 2: found character that cannot start any token'],
  ['apiVersion: v1\nkind: `foo`\n', 'yaml: line 2: found character that cannot start any token'],
  ['apiVersion: v1\n kind: Pod\n', 'yaml: line 2: mapping values are not allowed in this context'],
  ['apiVersion: v1\nkind: Pod\nmetadata\n  name: x\n', "yaml: line 4: could not find expected ':'"],
  [
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n labels:\n    a: b\n',
    'yaml: line 4: did not find expected key',
  ],
  [
    'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n    image: b\n   ports: []\n',
    'yaml: line 6: did not find expected key',
  ],
  ['a: |\n  x\n y\n', 'yaml: line 2: did not find expected key'],
  ['a: |foo\n  x\n', 'yaml: did not find expected comment or line break'],
  [
    'apiVersion: v1\nkind: Pod\nmetadata: name: x\n',
    'yaml: line 3: mapping values are not allowed in this context',
  ],
  ['a: \u0001\n', 'yaml: control characters are not allowed'],
  [
    'apiVersion: v1\nkind: Pod\nmetadata:\n    name: a\n  labels: b\n',
    'yaml: line 4: did not find expected key',
  ],
  ['apiVersion: v1\nkind: "\\q"\n', 'yaml: line 2: found unknown escape character'],
  [
    'apiVersion: v1\nkind: Pod\nmetadata: {name: x\nspec: {}\n',
    "yaml: line 3: did not find expected ',' or '}'",
  ],
  ['apiVersion: v1\nkind: Pod\nmetadata: {name: x]\n', "yaml: line 2: did not find expected ',' or '}'"],
  ['apiVersion: v1\nkind: Pod\nmetadata: [a, b\n', "yaml: line 3: did not find expected ',' or ']'"],
  ['[1,2', "yaml: line 1: did not find expected ',' or ']'"],
  ['a:\n- b: c\n  - d\n', 'yaml: line 2: did not find expected key'],
  [
    'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n   image: b\n',
    'yaml: line 5: did not find expected key',
  ],
  [
    'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: a\n    image: b\n',
    "yaml: line 5: did not find expected '-' indicator",
  ],
  ['apiVersion: v1\nkind: Pod\nspec:\n- a\nfoo: b\n- c\n', 'yaml: line 5: did not find expected key'],
  ['spec:\n  - a\n  b: c\n', "yaml: line 2: did not find expected '-' indicator"],
  ['a: b\nc\nd: e\n', "yaml: line 3: could not find expected ':'"],
  [
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name:x\n  labels: {}\n',
    'yaml: line 5: mapping values are not allowed in this context',
  ],
  ['apiVersion:v1\nkind: Pod\n', 'yaml: line 2: mapping values are not allowed in this context'],
  ['apiVersion: v1\nkind: %foo\n', 'yaml: line 2: found character that cannot start any token'],
  ['apiVersion: v1\nkind: Pod\nmetadata:\n  name: "x\n', 'yaml: line 5: found unexpected end of stream'],
  ['a: "b" c\n', 'yaml: did not find expected key'],
  ["apiVersion: v1\nkind: Pod\nmetadata:\n  name: 'x\n", 'yaml: line 5: found unexpected end of stream'],
  [
    'apiVersion: v1\nkind: Pod\nmetadata:\n\tname: x\n',
    'yaml: line 4: found character that cannot start any token',
  ],
]

describe("a broken document gets the words of Go's parser", () => {
  it.each(recorded)('%j', (text, message) => {
    expect(() => parseYaml(text)).toThrow(new Error(message))
  })
})
