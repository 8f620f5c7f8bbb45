'use client'

import { useState } from 'react'
import { makeToken, removeToken } from '@/components/request/people'
import { ActionError } from '@/components/ui/action-error'
import { Field } from '@/components/ui/field'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import type { ApiToken } from '@/protocol'

/** Tokens for programs: a new one is shown this once. */
export function ApiTokens({ tokens: known }: { tokens: readonly ApiToken[] }) {
  const [tokens, setTokens] = useState(known)
  const [name, setName] = useState('')
  const [made, setMade] = useState<string>()
  const action = useAction()
  const day = (time: string) => time.slice(0, 10)
  return (
    <>
      {tokens.length > 0 && (
        <ul className="plain-list">
          {tokens.map(({ id, name: called, expiresAt, usedAt }) => (
            <li key={id}>
              <strong>{called}</strong>{' '}
              {text('people.token.times', {
                used: usedAt ? day(usedAt) : 'never',
                expires: expiresAt ? day(expiresAt) : 'never',
              })}
              <button
                type="button"
                className="button small"
                aria-label={text('people.token.remove.named', { name: called })}
                onClick={() =>
                  void action.run(async () => {
                    await removeToken(id)
                    setTokens(tokens.filter(token => token.id !== id))
                  })
                }
              >
                {text('people.token.remove')}
              </button>
            </li>
          ))}
        </ul>
      )}
      <form
        className="form"
        onSubmit={action.submit(async () => {
          const { token, ...rest } = await makeToken(name)
          setMade(token)
          setName('')
          setTokens([...tokens, rest])
        })}
      >
        <Field label={text('people.token.name')} value={name} onText={setName} maxLength={80} required />
        <button type="submit" className="button" aria-disabled={action.busy}>
          {text('people.token.make')}
        </button>
        <div role="status">
          {made && (
            <p className="notice">
              {text('people.token.made')} <code>{made}</code>
            </p>
          )}
        </div>
        <ActionError action={action} />
      </form>
    </>
  )
}
