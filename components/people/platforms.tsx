'use client'

import { useState } from 'react'
import { addPlatform, removePlatform } from '@/components/request/platforms'
import { ActionError } from '@/components/ui/action-error'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import type { Platform } from '@/protocol'

const fields = ['name', 'issuer', 'clientId', 'deployments'] as const
const addresses = ['authorizationUrl', 'tokenUrl', 'keysUrl'] as const
type Typed = Record<(typeof fields)[number] | (typeof addresses)[number], string>

const nothing: Typed = {
  ...{ name: '', issuer: '', clientId: '', deployments: '' },
  ...{ authorizationUrl: '', tokenUrl: '', keysUrl: '' },
}

/** The learning platforms that may launch netpol-lab (LTI 1.3): added as their registration says, and removed. */
export function Platforms({ platforms: known }: { platforms: readonly Platform[] }) {
  const [platforms, setPlatforms] = useState(known)
  const [typed, setTyped] = useState(nothing)
  const action = useAction()
  const add = async () => {
    const deployments = typed.deployments.split(/[\s,]+/).filter(id => id !== '')
    setPlatforms([...platforms, await addPlatform({ ...typed, deployments })])
    setTyped(nothing)
  }
  const remove = ({ id }: Platform) =>
    void action.run(async () => {
      await removePlatform(id)
      setPlatforms(platforms.filter(one => one.id !== id))
    })
  const field = (name: keyof Typed, type: 'text' | 'url') => (
    <Field
      key={name}
      label={text(`people.platform.${name}`)}
      type={type}
      value={typed[name]}
      onText={value => setTyped({ ...typed, [name]: value })}
      required
      maxLength={type === 'url' ? 2_000 : 255}
    />
  )
  return (
    <>
      {platforms.length === 0 && <p>{text('people.platform.none')}</p>}
      <ul className="plain-list">
        {platforms.map(platform => (
          <li key={platform.id}>
            <strong>{platform.name}</strong>
            <span>
              {text('people.platform.line', { issuer: platform.issuer, client: platform.clientId })}
            </span>
            <button
              type="button"
              className="button small"
              aria-label={text('people.platform.remove.named', { name: platform.name })}
              onClick={() => remove(platform)}
            >
              {text('people.platform.remove')}
            </button>
          </li>
        ))}
      </ul>
      <ActionError action={action} />
      <details className="class-panel">
        <summary>{text('people.platform.add')}</summary>
        <p>{text('people.platform.words')}</p>
        <Form submit={text('people.platform.add.now')} onSubmit={add} wide>
          <div className="form-columns">
            {fields.map(name => field(name, 'text'))}
            {addresses.map(name => field(name, 'url'))}
          </div>
        </Form>
      </details>
    </>
  )
}
