import { expect, it } from 'vitest'
import { executeGoTemplate } from './execute'
import { parseGoTemplate } from './parse'

const data = {
  items: [
    { name: 'web', port: 80, labels: { b: '2', a: '1' } },
    { name: 'db', port: 5432 },
  ],
  secret: 'aGVsbG8=',
}
const execute = (template: string) => executeGoTemplate(parseGoTemplate(template), data)

it.each([
  ['{{range .items}}{{.name}}{{"\\n"}}{{end}}', 'web\ndb\n'],
  ['{{range.items}}{{.name}},{{end}}', 'web,db,'],
  ['{{range $i, $p := .items}}{{$i}}={{$p.name}} {{end}}', '0=web 1=db '],
  ['{{range .items}}{{if .labels}}{{.name}}{{else}}none{{end}};{{end}}', 'web;none;'],
  ['{{range .items}}{{range $k, $v := .labels}}{{$k}}{{$v}}{{end}}{{end}}', 'a1b2'],
  ['{{with index .items 1}}{{.name}}{{end}}', 'db'],
  ['{{len .items}}', '2'],
  ['{{printf "%-5s|%5d|%q" "a" 7 "x"}}', 'a    |    7|"x"'],
  ['{{printf "%q" .nothing}}', '%!q(<nil>)'],
  ['{{.items}}', '[map[labels:map[a:1 b:2] name:web port:80] map[name:db port:5432]]'],
  ['{{.nothing.x}}', '<no value>'],
  ['{{base64decode .secret}}', 'hello'],
  ['{{.secret | base64decode | printf "%s!"}}', 'hello!'],
  ['{{if and (eq (len .items) 2) (not false)}}yes{{end}}', 'yes'],
  ['{{if eq 1 2}}a{{else if eq 1 1}}b{{else}}c{{end}}', 'b'],
  ['a {{- " b " -}} c', 'a b c'],
  ['{{range .items}}{{if eq .name "db"}}{{break}}{{end}}{{.name}}{{end}}', 'web'],
  ['{{$x := 1}}{{$x = 2}}{{$x}}{{/* nothing */}}', '2'],
])('%s', (template, text) => expect(execute(template)).toBe(text))

it.each([
  ['{{.x', 'unclosed action'],
  ['{{range .items}}', 'unexpected EOF'],
  ['{{end}}', 'unexpected {{end}}'],
])('%s is an error', (template, message) => expect(() => execute(template)).toThrow(new Error(message)))

it.each([
  ['{{nosuch 1}}', 'function "nosuch" not defined', 2, 'nosuch'],
  ['{{$y}}', 'undefined variable "$y"', 2, '$y'],
  ['a{{ index .items 9 }}', 'error calling index: reflect: slice index out of range', 4, 'index .items 9'],
  [
    '{{(index .items 0).name.x.y}}',
    "can't evaluate field x in type interface {}",
    18,
    '(index .items 0).name.x.y',
  ],
  ['{{.items.x}}', "can't evaluate field x in type interface {}", 8, '.items.x'],
])('%s tells where it fails', (template, message, at, text) =>
  expect(() => execute(template)).toThrow(
    expect.objectContaining({ message, place: expect.objectContaining({ at, text }) }),
  ),
)

it('a template that goes on for ever is stopped', () => {
  const nested = `${'{{range $.big}}'.repeat(6)}x${'{{end}}'.repeat(6)}`
  expect(() => executeGoTemplate(parseGoTemplate(nested), { big: Array(50).fill(0) })).toThrow(
    'the template takes too long',
  )
})

it.each([
  ['parentheses', `{{${'('.repeat(50_000)}}}`],
  ['blocks', '{{if true}}'.repeat(5_000)],
  ['else ifs', `{{if true}}${'{{else if true}}'.repeat(4_000)}`],
])('%s nested too deep are an error', (_, template) => {
  expect(() => parseGoTemplate(template)).toThrow('the template is nested too deep')
})
