import { describe, expect, it } from 'vitest'
import { readNames, readNumber, readPorts } from './typed'

describe('names as people type them', () => {
  it.each([
    ['web-in, api-in', ['web-in', 'api-in']],
    ['web-in api-in', ['web-in', 'api-in']],
    ['web-in and api-in.', ['web-in', 'api-in']],
    ['  WEB-IN ;\n api-in', ['web-in', 'api-in']],
    ['netpol/web-in networkpolicy.networking.k8s.io/api-in', ['web-in', 'api-in']],
    ['`web-in`, "api-in"', ['web-in', 'api-in']],
    ['pod/web, pods/api', ['web', 'api']],
    ['only web, web', ['web']],
    ['netpol-demo/web', ['netpol-demo/web']],
  ])('%j', (text, names) => {
    expect(readNames(text)).toEqual({ names, none: false })
  })

  it.each(['none', 'None.', 'nobody', '-', '<none>'])('%j says that there are none', text => {
    expect(readNames(text)).toEqual({ names: [], none: true })
  })

  it('does not take an empty field for "none"', () => {
    expect(readNames('  ')).toEqual({ names: [], none: false })
  })
})

describe('ports', () => {
  it.each([
    ['80', ['80']],
    ['80/TCP and 9090/tcp', ['80', '9090']],
    ['TCP 80, udp/53', ['80', '53/udp']],
    ['port 80', ['80']],
  ])('%j', (text, names) => {
    expect(readPorts(text).names).toEqual(names)
  })
})

describe('a number', () => {
  it.each([
    ['5', 5],
    ['There are 5 of them', 5],
    ['none', 0],
    ['five', undefined],
    ['5 or 6', undefined],
  ])('%j', (text, number) => {
    expect(readNumber(text)).toBe(number)
  })
})
