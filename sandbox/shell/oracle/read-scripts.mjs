import { readFileSync } from 'node:fs'

/** The scripts of scripts.txt by name: each begins with a line `### name`. */
export function readScripts() {
  const text = readFileSync(new URL('scripts.txt', import.meta.url), 'utf8')
  return text
    .split(/^### /m)
    .slice(1)
    .map(part => {
      const end = part.indexOf('\n')
      return { name: part.slice(0, end), script: part.slice(end + 1) }
    })
}
