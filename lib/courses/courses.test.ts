import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lintContent, loadCourses, problemText } from '.'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'content-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const policy = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a, namespace: shop}\n'
const files: Readonly<Record<string, string>> = {
  'netpol/course.yaml': 'title: A\ndescription: B\nstart: 01-one\nlessons: [01-one]\n',
  'netpol/01-one/lesson.mdx':
    '---\ntitle: One\nminutes: 5\nsummary: S\nabilities: [a]\n---\n\nSee [it](https://example.org).\n\n```bash run\nkubectl exec web -n shop -- wget http://<web-ip>\n```\n',
  'netpol/01-one/exercise.yaml': `namespace: shop
roles:
  web: { namespace: shop, labels: { app: web } }
tasks:
  - id: one
    title: T
    text: X
    intent:
      block: [everyone -> web:80]
    hints: [a, b, c]
    success: S
`,
  'netpol/01-one/start/20-pod.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop, labels: {app: web}}\n---\n# nothing\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n',
  'netpol/01-one/home/notes/hello.txt': 'hi',
  'netpol/01-one/solution/a/a.yaml': policy,
  ...Object.fromEntries(['a', 'b'].map(name => [`netpol/01-one/alternative/${name}/answer.sh`, 'true'])),
  ...Object.fromEntries(
    ['a', 'b', 'c', 'd', 'e'].flatMap(name => [
      [`netpol/01-one/wrong/${name}/a.yaml`, policy],
      [`netpol/01-one/wrong/${name}/expect.yaml`, 'message: engine.allowed.open\n'],
    ]),
  ),
}

function write(changes: Readonly<Record<string, string>> = {}): void {
  for (const [path, text] of Object.entries({ ...files, ...changes })) {
    mkdirSync(join(root, dirname(path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

const problems = async (changes: Readonly<Record<string, string>>) => {
  write(changes)
  return (await lintContent(root)).map(problemText)
}

describe('loadCourses', () => {
  it('reads lessons with their exercise, start objects in an order that can be applied, and home files', async () => {
    write()
    const [course] = await loadCourses(root)
    const [lesson] = course?.lessons ?? []
    expect(lesson).toMatchObject({ slug: '01-one', number: '01', title: 'One', minutes: 5 })
    expect(lesson?.exercise.start.map(({ kind }) => kind)).toEqual(['Namespace', 'Pod'])
    expect(lesson?.home).toEqual({ 'notes/hello.txt': 'hi' })
    expect(lesson?.mdx).not.toContain('minutes')
  })

  it('finds nothing to say about content that is right', async () => {
    expect(await problems({})).toEqual([])
  })
})

const prediction = 'prediction: {flow: "web -> web:80", question: Q, why: W}\n'

describe('mistakes are told by file and line, in words for an author', () => {
  it.each([
    [
      'a pod that is not there',
      'netpol/01-one/lesson.mdx',
      files['netpol/01-one/lesson.mdx']!.replace('exec web -n shop --', 'exec -n shop wbe --'),
      /lesson.mdx:\d+: there is no pod "wbe" in this lesson; was web meant\?/,
    ],
    [
      'a namespace that is not there',
      'netpol/01-one/lesson.mdx',
      files['netpol/01-one/lesson.mdx']!.replace('exec web -n shop --', 'exec web -n shpo --'),
      /lesson.mdx:\d+: there is no namespace "shpo" in this lesson; was shop meant\?/,
    ],
    [
      'a policy that is not there',
      'netpol/01-one/lesson.mdx',
      files['netpol/01-one/lesson.mdx']!.replace('exec web -n shop --', 'describe netpol shut -n shop #'),
      /lesson.mdx:\d+: there is no networkpolicy "shut" in this lesson/,
    ],
    [
      'an image that nobody serves',
      'netpol/01-one/start/30-pod.yaml',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: b, namespace: shop}\nspec: {containers: [{name: b, image: nginks}]}\n',
      /start\/[^:]+:\d+: image nginks: no registry/,
    ],
    [
      'a prediction that the text never asks for',
      'netpol/01-one/exercise.yaml',
      `${files['netpol/01-one/exercise.yaml']}${prediction}`,
      /lesson.mdx:\d+: say <Prediction \/> once/,
    ],
    [
      'a prediction about every port',
      'netpol/01-one/exercise.yaml',
      `${files['netpol/01-one/exercise.yaml']}${prediction.replace(':80', ':*')}`,
      /prediction.flow: a prediction is about one port/,
    ],
    [
      'a missing lesson',
      'netpol/course.yaml',
      'title: A\ndescription: B\nstart: 01-one\nlessons: [01-one, 02-two]\n',
      /02-two\/lesson.mdx: this file is missing/,
    ],
    [
      'a start that is no lesson',
      'netpol/course.yaml',
      'title: A\ndescription: B\nstart: nowhere\nlessons: [01-one]\n',
      /course.yaml:3: start: start names no lesson/,
    ],
    [
      'an unknown field',
      'netpol/course.yaml',
      'title: A\ndescription: B\nstart: 01-one\nlessons: [01-one]\nlesson: x\n',
      /course.yaml:1: Unrecognized key: "lesson"/,
    ],
    ['broken YAML', 'netpol/course.yaml', 'title: A\n  description: [\n', /course.yaml:3: Flow sequence/],
    ['no front matter', 'netpol/01-one/lesson.mdx', '# Hello\n', /lesson.mdx:1: begin with front matter/],
    [
      'a wrong number of minutes',
      'netpol/01-one/lesson.mdx',
      '---\ntitle: One\nminutes: soon\nsummary: S\nabilities: [a]\n---\n',
      /lesson.mdx:\d+: minutes: /,
    ],
    [
      'two hints',
      'netpol/01-one/exercise.yaml',
      files['netpol/01-one/exercise.yaml']!.replace('[a, b, c]', '[a, b]'),
      /exercise.yaml:10: tasks\[0\].hints: every task has three hints/,
    ],
    [
      'a flow that is none',
      'netpol/01-one/exercise.yaml',
      files['netpol/01-one/exercise.yaml']!.replace('everyone -> web:80', 'everyone to web'),
      /exercise.yaml:9: .*write a flow as/,
    ],
    [
      'a flow of nobody',
      'netpol/01-one/exercise.yaml',
      files['netpol/01-one/exercise.yaml']!.replace('everyone -> web:80', 'clint -> web:80'),
      /there is no "clint"/,
    ],
    [
      'a role that no pod plays',
      'netpol/01-one/exercise.yaml',
      files['netpol/01-one/exercise.yaml']!.replace('app: web', 'app: wbe'),
      /roles.web: no pod of start/,
    ],
    [
      'hidden policies of no namespace',
      'netpol/01-one/exercise.yaml',
      `hiddenPolicies: [shpo]\n${files['netpol/01-one/exercise.yaml']}`,
      /exercise.yaml: hiddenPolicies: no start has a namespace "shpo"/,
    ],
    [
      'a start object without namespace',
      'netpol/01-one/start/20-pod.yaml',
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: web}\n',
      /20-pod.yaml:5: Pod web has no metadata.namespace/,
    ],
    [
      'a placeholder of nobody',
      'netpol/01-one/lesson.mdx',
      files['netpol/01-one/lesson.mdx']!.replace('<web-ip>', '<wbe-ip>'),
      /lesson.mdx:10: <wbe-ip>: no role/,
    ],
    [
      'a link to nowhere',
      'netpol/01-one/lesson.mdx',
      files['netpol/01-one/lesson.mdx']!.replace('https://example.org', '../09-nine'),
      /lesson.mdx:8: the link "..\/09-nine" leads nowhere/,
    ],
    [
      'a link to a heading that is not there',
      'netpol/01-one/lesson.mdx',
      files['netpol/01-one/lesson.mdx']!.replace('https://example.org', '../01-one#ports'),
      /lesson.mdx:8: the link "..\/01-one#ports" leads nowhere: 01-one has no heading/,
    ],
    [
      'a component that is not closed',
      'netpol/01-one/lesson.mdx',
      `${files['netpol/01-one/lesson.mdx']}\n<Note title="x">\n`,
      /lesson.mdx:14: Expected a closing tag for `<Note>`/,
    ],
    [
      'a component that there is none of',
      'netpol/01-one/lesson.mdx',
      `${files['netpol/01-one/lesson.mdx']}\n<Nota title="x">y</Nota>\n`,
      /lesson.mdx:14: there is no <Nota>; a text has <Note> and <Prediction>/,
    ],
    [
      'a mistake that has no such name',
      'netpol/01-one/wrong/a/expect.yaml',
      'mistake: dns-forgoten\n',
      /expect.yaml:1: mistake: no mistake is called that/,
    ],
    [
      'a wrong answer without explanation',
      'netpol/01-one/wrong/a/expect.yaml',
      'says: hm\n',
      /expect.yaml:1: name the explanation/,
    ],
  ])('%s', async (_, file, text, expected) => {
    const found = await problems({ [file]: text })
    expect(
      found.some(problem => expected.test(problem)),
      found.join('\n'),
    ).toBe(true)
  })

  it('says which answers are missing', async () => {
    write()
    rmSync(join(root, 'netpol/01-one/alternative/b'), { recursive: true })
    expect((await lintContent(root)).map(problemText)).toEqual([
      'netpol/01-one/alternative: 2 or more answers belong here, a directory each',
    ])
  })
})
