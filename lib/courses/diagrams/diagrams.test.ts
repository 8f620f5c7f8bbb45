import { describe, expect, it } from 'vitest'
import { type Exercise, exerciseSchema, type StartObject } from '@/sandbox/exercise'
import type { Lesson } from '../lesson'
import { readDiagrams } from '.'

const namespace = (name: string, labels = {}): StartObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
})
const pod = (name: string, home = 'shop', labels: Record<string, string> = { app: name }): StartObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: home, labels },
  spec: { containers: [{ name: 'c', image: 'nginx', ports: [{ containerPort: 80 }] }] },
})
const start = [
  namespace('shop', { env: 'prod' }),
  namespace('street'),
  pod('web'),
  pod('db'),
  pod('passer-by', 'street', { run: 'visitor' }),
]
const text = exerciseSchema.parse({
  namespace: 'shop',
  roles: {
    web: { namespace: 'shop', labels: { app: 'web' } },
    db: { namespace: 'shop', labels: { app: 'db' } },
    visitor: { namespace: 'street', labels: { run: 'visitor' } },
  },
  tasks: [{ id: 'one', title: 'T', text: 'X', hints: ['a', 'b', 'c'], success: 'S' }],
})

const deny = `\`\`\`yaml file=deny.yaml
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny, namespace: shop }
spec: { podSelector: {}, policyTypes: [Ingress] }
\`\`\`
`

async function read(block: string, exercise: Partial<Exercise> = {}) {
  const mdx = `Text.\n\n${deny}\n\`\`\`diagram\ncaption: C\n${block}\n\`\`\`\n`
  const lesson = { mdx, mdxOffset: 7, directory: '/nowhere', exercise: { ...text, start, ...exercise } }
  const { drawn, problems } = await readDiagrams(lesson as unknown as Lesson, 'lesson.mdx')
  return { diagram: Object.values(drawn)[0], problems }
}
const told = async (...asked: Parameters<typeof read>) =>
  (await read(...asked)).problems.map(({ message }) => message)

describe('a diagram', () => {
  it('shows who lives where, by the names and labels of the start, and who is isolated', async () => {
    const { diagram, problems } = await read(
      'after: deny.yaml\nlabels: [env, app]\nrows: [visitor, "web, ."]\nflows: [visitor -x> web:80]',
    )
    expect(problems).toEqual([])
    expect(diagram?.rows).toMatchObject([
      [{ name: 'passer-by', namespace: 'street', labels: [], isolated: [] }],
      [{ name: 'web', namespace: 'shop', labels: ['app=web'], isolated: ['ingress'] }, null],
    ])
    expect(diagram?.namespaceLabels.shop).toEqual(['env=prod'])
    expect(diagram?.arrows).toMatchObject([{ verdict: 'blocked', closed: ['ingress'] }])
  })

  it('draws ports between the same ends on one arrow', async () => {
    const { diagram } = await read('rows: ["web, dns"]\nflows: [web -> dns:53/UDP, web -> dns:53/TCP]')
    expect(diagram?.arrows.map(({ ports }) => ports)).toEqual([
      [
        { port: 53, protocol: 'UDP' },
        { port: 53, protocol: 'TCP' },
      ],
    ])
  })

  it('draws what gets through where nobody enforces', async () => {
    const flows = 'after: deny.yaml\nrows: [visitor, web]\nflows: [visitor -> web:80]'
    expect(await told(flows, { cni: 'flannel' })).toEqual([])
    expect(await told(`${flows}\ncni: calico`, { cni: 'flannel' })).toEqual([
      expect.stringContaining('is blocked (ingress): write "-x>"'),
    ])
  })

  it('of hidden policies shows what trying would show, and no more', async () => {
    const { diagram, problems } = await read(
      'after: deny.yaml\nrows: [visitor, web]\nflows: [visitor -x> web:80]',
      { hiddenPolicies: ['shop'] },
    )
    expect(problems).toEqual([])
    expect(diagram?.arrows[0]?.closed).toEqual([])
    expect(diagram?.rows[1]).toMatchObject([{ isolated: [] }])
  })
})

describe('an author is told', () => {
  const rows = 'rows: [visitor, "web, db"]'
  it.each([
    [
      'an arrow that the engine has otherwise',
      `${rows}\nflows: [visitor -x> web:80]`,
      /visitor to web gets through: write "->"/,
    ],
    [
      'an arrow that is blocked',
      `after: deny.yaml\n${rows}\nflows: ["visitor -> web, db:80"]`,
      /visitor to db is blocked \(ingress\): write "-x>"/,
    ],
    [
      'an arrow that is both',
      `after: deny.yaml\nrows: [everyone, "pods"]\nflows: [everyone -> pods:80]`,
      /open for some and blocked for others/,
    ],
    ['an arrow to nowhere', 'rows: [web]\nflows: [web -> db:80]', /db stands in no row/],
    ['somebody whom nobody plays', 'rows: [dns-lookalike]', /nobody plays "dns-lookalike" here/],
    ['somebody unknown', 'rows: [wbe]', /"wbe": there is no "wbe"; an end is one of web, db/],
    ['a box twice', 'rows: ["web, web"]', /somebody stands there twice/],
    [
      'a stranger among the pods of a namespace',
      'rows: ["web, visitor, db"]',
      /others stand among the pods of shop/,
    ],
    ['a file that no block is', `after: dney.yaml\n${rows}`, /no block of this text is file=dney.yaml/],
    ['an answer that is not there', `after: solution/a\n${rows}`, /there is no answer solution\/a/],
    ['a task that is not there', `task: two\n${rows}`, /there is no task "two"/],
    ['a row that no phone shows', 'rows: ["web, db, visitor, dns"]', /at most 3 stand side by side/],
    ['a flow that is none', `${rows}\nflows: [web to db]`, /write a flow as "client -> web:80"; "-x>"/],
  ])('%s', async (_, block, expected) => {
    expect((await told(block)).join('\n')).toMatch(expected)
  })

  it('the line in the file', async () => {
    // Front matter 7, text 2, the policy's block 7, the fence, the caption, `rows`.
    expect((await read('rows: [web]\nflow: []')).problems).toMatchObject([
      { file: 'lesson.mdx', line: 18, message: 'diagram: Unrecognized key: "flow"' },
    ])
  })
})
