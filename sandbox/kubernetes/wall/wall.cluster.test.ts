import { openAsPlatform } from '../platform-account.fixture'
import { tryWall } from './wall.trial'

tryWall('the wall of this cluster', openAsPlatform, { timeout: 1000, kubelets: true })
