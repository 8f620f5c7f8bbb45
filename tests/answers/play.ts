import type { Case } from './cases'

/** Sends a request and answers its code, its body and what it is warned of. */
export type Send = (
  method: string,
  path: string,
  body: unknown,
  type: string,
) => Promise<{ code: number; body: unknown; warnings?: string | null }>

const random: readonly [RegExp, string][] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UID'],
  [/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME'],
  [/"(Web_|x-)[a-z0-9]{5}"/g, '"$1xxxxx"'],
  [/\\"Web_[a-z0-9]{5}\\"/g, '\\"Web_xxxxx\\"'],
  [/10\.96\.\d+\.\d+\\": expected/g, 'IP\\": expected'],
  // The patched object as text, with all that is random in it.
  [/patch: Invalid value: \\"\{.*?\}\\": /g, 'patch: Invalid value: {}: '],
  [/"message":"Invalid value: \\"\{.*?\}\\": (json|strict)/g, '"message":"Invalid value: {}: $1'],
  [/kube-api-access-[a-z0-9]{5}/g, 'kube-api-access-xxxxx'],
  [/"resourceVersion":"\d+"/g, '"resourceVersion":"1"'],
  [/"generateName":"([^"]*)",(.*?)"name":"\1[a-z0-9]{5}"/g, '"generateName":"$1",$2"name":"$1xxxxx"'],
  [/"clusterIP":"10\.96\.\d+\.\d+","clusterIPs":\["10\.96\.\d+\.\d+"\]/g, '"clusterIP":"IP"'],
  [/"nodePort":3[0-2]\d\d\d/g, '"nodePort":30000'],
]

/** What may differ between two clusters, written the same way; keys in order. */
export function normal(body: unknown): string {
  const text = JSON.stringify(ordered(body))
  return random.reduce((written, [pattern, by]) => written.replace(pattern, by), text)
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (value === null || typeof value !== 'object') return value
  const keys = Object.keys(value).filter(key => key !== 'managedFields')
  return Object.fromEntries(keys.sort().map(key => [key, ordered((value as Record<string, unknown>)[key])]))
}

/** Plays cases in order; each answer is `code body warnings`. */
export async function play(cases: readonly Case[], send: Send): Promise<Map<string, string>> {
  const made = new Map<string, string>()
  const answers = new Map<string, string>()
  for (const { title, method, path, body, type, needs } of cases) {
    const need = needs && JSON.stringify(needs)
    if (needs && need && !made.has(need)) {
      made.set(need, `${needs.path}/${(needs.body as { metadata: { name: string } }).metadata.name}`)
      await send('POST', needs.path, needs.body, 'application/json')
    }
    const answer = await send(method, path, body, type)
    const warned = answer.warnings ? ` ${answer.warnings}` : ''
    answers.set(title, `${answer.code} ${normal(answer.body)}${warned}`)
  }
  for (const path of made.values()) await send('DELETE', path, { gracePeriodSeconds: 0 }, 'application/json')
  return answers
}
