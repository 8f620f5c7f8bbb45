import { describe, expect, it } from 'vitest'
import { render } from '@/messages'
import type { Facts, Tried } from '../facts/facts'
import { assess, verdict } from './assess'

const worked: Tried = { worked: true, milliseconds: 120 }
const failed: Tried = { worked: false, why: 'it does not' }
const healthy: Facts = {
  version: { gitVersion: 'v1.36.3', minor: 36 },
  network: 'Cilium',
  rights: [{ right: 'list pods', allowed: true }],
  pods: worked,
  deny: worked,
  allow: worked,
  probeContainer: worked,
  images: [{ image: 'nginx', tried: worked }],
  admission: { served: true, enforced: true },
  podSecurity: true,
  walls: [{ kind: 'ClusterNetworkPolicy', tried: worked }],
  dns: { namespaceLabelled: true, pods: 2, nodeLocal: false },
  quota: worked,
  room: { pods: 100, milliCpu: 4000, mebibytes: 8000 },
}
const rowsOf = (facts: Partial<Facts>) => assess({ facts, troubles: [] })
const rowOf = (check: string, facts: Partial<Facts>) =>
  rowsOf({ ...healthy, ...facts }).find(row => row.check === check)

it('a cluster that has everything is good in every line, and every line has its text', () => {
  const rows = rowsOf(healthy)
  expect(rows.map(({ level }) => level)).toEqual(rows.map(() => 'good'))
  for (const { check, level, found, means } of rows)
    for (const message of [
      found,
      means,
      { id: `doctor.name.${check}`, params: {} },
      { id: `doctor.level.${level}`, params: {} },
    ])
      expect(render(message)).not.toBe('')
  expect(verdict(rows)).toEqual({ lessons: true, shared: true })
})

type Case = [
  title: string,
  check: string,
  facts: Partial<Facts>,
  level: string,
  text: RegExp,
  lessons: boolean,
]

describe('what is not as it should be', () => {
  it.each<Case>([
    ['too old', 'version', { version: { gitVersion: 'v1.24.1', minor: 24 } }, 'missing', /ephemeral/, false],
    ['before policies', 'version', { version: { gitVersion: 'v1.28', minor: 28 } }, 'limited', /1\.30/, true],
    [
      'rights are lacking',
      'rights',
      { rights: ['a', 'b', 'c', 'd'].map(right => ({ right, allowed: false })) },
      'missing',
      /lacking: a, b, c, and 1 more/,
      false,
    ],
    ['no pods', 'pods', { pods: failed }, 'missing', /it does not/, false],
    ['a deny that denies nothing', 'enforcement', { deny: failed }, 'missing', /Cilium: it does not/, false],
    ['an allow that opens nothing', 'enforcement', { allow: failed }, 'missing', /it does not/, false],
    ['an unknown plug-in', 'enforcement', { network: undefined }, 'good', /a plug-in we do not know/, true],
    ['no probe containers', 'probe-containers', { probeContainer: failed }, 'missing', /inconclusive/, false],
    [
      'an image that is not there',
      'images',
      { images: [...healthy.images, { image: 'x', tried: failed }] },
      'limited',
      /not pulled: x\. it does not/,
      true,
    ],
    ['no image at all', 'images', { images: [{ image: 'x', tried: failed }] }, 'missing', /Mirror/, false],
    ['DNS elsewhere', 'dns', { dns: { ...healthy.dns, pods: 0 } }, 'limited', /no running pod/, true],
    [
      'a cache on the node',
      'dns',
      { dns: { ...healthy.dns, nodeLocal: true } },
      'limited',
      /NodeLocal/,
      true,
    ],
    ['no kind for a wall', 'wall', { walls: [] }, 'limited', /no policies of an admin tier/, true],
    [
      'a kind that nobody enforces',
      'wall',
      { walls: [{ kind: 'AdminNetworkPolicy', tried: failed }] },
      'limited',
      /AdminNetworkPolicy is served, but it does not/,
      true,
    ],
    [
      'the second kind is enforced',
      'wall',
      {
        walls: [
          { kind: 'AdminNetworkPolicy', tried: failed },
          { kind: 'GlobalNetworkPolicy', tried: worked },
        ],
      },
      'good',
      /GlobalNetworkPolicy keeps/,
      true,
    ],
    [
      'policies that nobody asks',
      'admission',
      { admission: { served: true, enforced: false } },
      'limited',
      /nobody asks/,
      true,
    ],
    [
      'no admission policies',
      'admission',
      { admission: { served: false, enforced: false } },
      'limited',
      /no Validating/,
      true,
    ],
    ['no Pod Security', 'pod-security', { podSecurity: false }, 'limited', /take a node over/, true],
    ['no quotas', 'quota', { quota: failed }, 'missing', /everybody's share/, false],
    ['a full cluster', 'room', { room: { ...healthy.room, milliCpu: 50 } }, 'missing', /add a node/, false],
  ])('%s', (_title, check, facts, level, text, lessons) => {
    const row = rowOf(check, facts)
    expect(row?.level).toBe(level)
    expect(`${render(row!.found)} ${render(row!.means)}`).toMatch(text)
    expect(verdict(rowsOf({ ...healthy, ...facts })).lessons).toBe(lessons)
  })

  it.each<Partial<Facts>>([
    { walls: [] },
    { admission: { served: true, enforced: false } },
    { podSecurity: false },
  ])('learners who are not kept apart do not share: %j', facts => {
    expect(verdict(rowsOf({ ...healthy, ...facts }))).toEqual({ lessons: true, shared: false })
  })

  it('what could not be looked at is told, and nothing is ready', () => {
    const rows = assess({ facts: {}, troubles: [{ fact: 'pods', why: 'forbidden' }] })
    expect(rows.map(({ found }) => render(found))).toEqual(['pods: forbidden'])
    expect(verdict(rows).lessons).toBe(false)
  })
})
