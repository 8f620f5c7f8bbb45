import { tool } from '../tool'

export const basename = tool({ flags: 'az', values: 's' }, async run => {
  const { options, stdout } = run
  const [path, suffix] = options.rest
  if (path === undefined) {
    await run.complain('missing operand')
    return 1
  }
  const ending = options.value('s') ?? (options.has('a') ? undefined : suffix)
  for (const each of options.has('a') || options.has('s') ? options.rest : [path]) {
    const name = each.replace(/\/+$/, '').replace(/^.*\//, '') || '/'
    const cut = ending !== undefined && name.endsWith(ending) && name !== ending
    await stdout.write(`${cut ? name.slice(0, -ending.length) : name}\n`)
  }
  return undefined
})

export const dirname = tool({ flags: 'z' }, async run => {
  if (run.options.rest.length === 0) {
    await run.complain('missing operand')
    return 1
  }
  for (const path of run.options.rest) {
    const trimmed = path.replace(/\/+$/, '')
    const at = trimmed.lastIndexOf('/')
    const directory =
      at < 0 ? (path.startsWith('/') ? '/' : '.') : trimmed.slice(0, at).replace(/\/+$/, '') || '/'
    await run.stdout.write(`${directory}\n`)
  }
  return undefined
})

export const pwd = tool({ flags: 'LP' }, async ({ cwd, stdout }) => {
  await stdout.write(`${cwd}\n`)
  return undefined
})
