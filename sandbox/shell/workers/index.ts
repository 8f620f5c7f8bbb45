import type { Program } from '../../process'
import { leasedTool } from './leased-tool'

/** Names of just-bash's tools that take their whole input before they print. */
const names = [
  'awk',
  'base64',
  'column',
  'comm',
  'diff',
  'du',
  'expand',
  'expr',
  'file',
  'find',
  'fold',
  'gunzip',
  'gzip',
  'join',
  'jq',
  'md5sum',
  'nl',
  'od',
  'paste',
  'sed',
  'sha1sum',
  'sha256sum',
  'sort',
  'split',
  'stat',
  'strings',
  'tac',
  'tar',
  'tree',
  'unexpand',
  'uniq',
  'yq',
  'zcat',
] as const

export const leasedTools: Readonly<Record<string, Program>> = Object.fromEntries(
  names.map(name => [name, leasedTool]),
)
