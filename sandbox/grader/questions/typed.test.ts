import { describe, expect, it } from 'vitest'
import { readAttempt, readNames, readNumber, readPorts } from './typed'

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

describe('what somebody tried', () => {
  it.each([
    ['10.244.0.7 answered', '10.244.0.7', 'answered'],
    ['http://10.244.0.7:80/ - HTML, Welcome to nginx!', '10.244.0.7', 'answered'],
    ['10.244.0.7:8080: Connection refused', '10.244.0.7', 'refused'],
    ["wget: can't connect to remote host (10.244.0.7): Connection refused", '10.244.0.7', 'refused'],
    ['It timed out (10.244.0.7).', '10.244.0.7', 'timed-out'],
    ['fd00:10:244::7 time-out', 'fd00:10:244::7', 'timed-out'],
  ])('%j', (text, address, end) => {
    expect(readAttempt(text)).toEqual({ addresses: [address], ended: [end] })
  })

  it('does not choose for who names several', () => {
    const { addresses, ended } = readAttempt('10.0.0.1 10.0.0.2 answered refused timed out')
    expect([addresses.length, ended.length]).toEqual([2, 3])
  })

  it.each(['', 'yes, I tried', 'web answered'])('%j names no address', text => {
    expect(readAttempt(text).addresses).toEqual([])
  })
})
