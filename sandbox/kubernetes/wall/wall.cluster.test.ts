import { afterAll } from 'vitest'
import { openAsPlatform } from '../platform-account.fixture'
import { makeOutsideHosts } from './outside-host.fixture'
import { tryWall } from './wall.trial'

const hosts = makeOutsideHosts()
afterAll(() => hosts?.close())

tryWall('the wall of this cluster', openAsPlatform, {
  timeout: 1000,
  kubelets: true,
  hosts: hosts !== undefined,
})
