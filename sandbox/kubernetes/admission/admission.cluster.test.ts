import { openAsPlatform } from '../platform-account.fixture'
import { tryWaysIn } from './admission.trial'

tryWaysIn('the ways in on this cluster', openAsPlatform, ['rbac', 'validation', 'pod-security', 'policy'])
