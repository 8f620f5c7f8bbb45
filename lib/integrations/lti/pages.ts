import { randomBytes } from 'node:crypto'
import { render } from '@/messages'
import type lti from '@/messages/en/lti.json'

type Short<Id> = Id extends `lti.${infer Name}` ? Name : never
type TextId = Short<keyof typeof lti>

export const say = (id: TextId, params: Record<string, string | number> = {}) =>
  render({ id: `lti.${id}`, params })

const escaped = (text: string) => text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)

/** Where a page may stand in a frame, and where its forms may go. */
type Around = { frames?: string | undefined; forms?: readonly string[]; status?: number }

/** A page of ours within a platform. The few there are need neither sessions nor anything that frames keep from them. */
export function page(title: string, body: string, { frames, forms = [], status = 200 }: Around): Response {
  const nonce = randomBytes(16).toString('base64')
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    `form-action 'self' ${forms.join(' ')}`,
    `frame-ancestors ${frames ?? "'none'"}`,
  ].join('; ')
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style nonce="${nonce}">${style}</style></head>
<body><main><h1>${escaped(title)}</h1>${body.replaceAll('NONCE', nonce)}</main></body></html>`
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  })
}

const style = `body{font:1rem/1.5 system-ui,sans-serif;margin:2rem;color:#16202c;background:#fff}
main{max-width:36rem}select,input,button{font:inherit;padding:.4rem .6rem;max-width:100%}label{display:block;margin:1rem 0 .3rem}
button{margin-top:1rem;background:#1d4ed8;color:#fff;border:0;border-radius:.3rem}
:focus-visible{outline:3px solid #1d4ed8;outline-offset:2px}`

export const paragraph = (text: string) => `<p>${escaped(text)}</p>`

type Form = {
  action: string
  fields: Readonly<Record<string, string>>
  button: string
  inside?: string
  /** In a window of its own. */
  outside?: boolean
  /** Goes without a click, where scripts run. */
  goes?: boolean
}
export function form({ action, fields, button, inside = '', outside = false, goes = false }: Form): string {
  const hidden = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  )
  return `<form method="post" action="${escaped(action)}"${outside ? ' target="_blank"' : ''}>
${hidden.join('')}${inside}<p><button type="submit">${escaped(button)}</button></p></form>
${goes ? '<script nonce="NONCE">document.forms[0].submit()</script>' : ''}`
}

export type Choice = { value: string; label: string }

export function select(name: string, label: string, choices: readonly Choice[]): string {
  const options = choices.map(one => `<option value="${escaped(one.value)}">${escaped(one.label)}</option>`)
  return `<label for="${name}">${escaped(label)}</label><select id="${name}" name="${name}">${options.join('')}</select>`
}

export const seatsField = (label: string) =>
  `<label for="seats">${escaped(label)}</label><input id="seats" name="seats" type="number" min="1" max="500" value="30">`
