import { FileError, resolvePath } from '../../../../process'
import type { ServedResponse } from '../../http/server'
import { plainText, redirect } from '../answers'
import { withFlags } from '../command'
import { serveUntilEnded } from './serve'

const links = (names: readonly string[]) => `<!doctype html>
<meta name="viewport" content="width=device-width">
<pre>
${names.map(name => `<a href="${encodeURI(name)}">${name}</a>\n`).join('')}</pre>
`

/** `agnhost test-webserver`: the container's files over HTTP, port 80. */
export const testWebserver = withFlags(['port:'], (process, machine, options) => {
  const { files } = process
  const answer = async (path: string): Promise<ServedResponse> => {
    const at = resolvePath('/', path)
    try {
      const { kind } = await files.stat(at)
      if (kind !== 'directory') return plainText(new TextDecoder().decode(await files.read(at)))
      if (!path.endsWith('/')) return redirect(`${path.split('/').at(-1)}/`, 301)
      const names = await files.list(at)
      if (names.includes('index.html')) return answer(`${path}index.html`)
      const shown = await Promise.all(
        names.map(async name => {
          const entry = await files.stat(resolvePath(at, name)).catch(() => undefined)
          return entry?.kind === 'directory' ? `${name}/` : name
        }),
      )
      return plainText(links(shown), 200, 'text/html; charset=utf-8')
    } catch (error) {
      if (error instanceof FileError) return plainText('404 page not found\n', 404)
      throw error
    }
  }
  return serveUntilEnded(process, machine, Number(options.value('port') ?? 80), ({ target }) =>
    answer(new URL(target, 'http://files').pathname),
  )
})
