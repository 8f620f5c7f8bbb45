'use client'

import { ArrowRight, X } from 'lucide-react'
import { useState } from 'react'
import { text } from '@/components/ui/text'
import type { Scene } from './demo-scenes'

type DemoProps = { scenes: readonly Scene[]; pods: readonly string[] }

/** The product in small: a policy is applied and the matrix changes. Each scene is a radio button. */
export function Demo({ scenes, pods }: DemoProps) {
  const [shown, setShown] = useState<Scene['id']>('allow')
  const scene = scenes.find(({ id }) => id === shown) ?? scenes[0]!
  return (
    <figure className="demo" aria-label={text('home.demo')}>
      <fieldset className="demo-scenes">
        <legend className="visually-hidden">{text('home.demo.scenes')}</legend>
        {scenes.map(({ id }) => (
          <label key={id}>
            <input
              type="radio"
              name="scene"
              value={id}
              checked={id === shown}
              onChange={() => setShown(id)}
            />
            <span>{text(`home.demo.${id}`)}</span>
          </label>
        ))}
      </fieldset>
      <div className="demo-terminal">
        {scene.terminal.map(({ typed, line }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a screen are their places
          <p key={index} data-typed={typed}>
            {typed && <span aria-hidden>$ </span>}
            {line}
          </p>
        ))}
        <p>
          <span aria-hidden>$ </span>
          <span className="demo-cursor" aria-hidden />
        </p>
      </div>
      <div className="demo-matrix">
        <table className="matrix">
          <caption className="visually-hidden">{text('home.demo.caption')}</caption>
          <thead>
            <tr>
              <td className="matrix-corner">
                <span aria-hidden>{text('reachability.corner')}</span>
              </td>
              {pods.map(pod => (
                <th key={pod} scope="col">
                  {pod}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pods.map((from, row) => (
              <tr key={from}>
                <th scope="row">{from}</th>
                {pods.map((to, column) => {
                  const allowed = scene.rows[row]?.[column]
                  return (
                    <td key={to}>
                      {allowed === null || allowed === undefined ? (
                        <span className="matrix-none">
                          <span className="visually-hidden">{text('reachability.cell.self')}</span>
                        </span>
                      ) : (
                        <span className="matrix-cell" data-allowed={allowed}>
                          {allowed ? <ArrowRight size={16} aria-hidden /> : <X size={15} aria-hidden />}
                          <span className="visually-hidden">
                            {text(allowed ? 'reachability.open' : 'reachability.blocked')}
                          </span>
                        </span>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
        <p className="demo-words" aria-live="polite">
          {text(`home.demo.${shown}.words`)}
        </p>
      </div>
    </figure>
  )
}
