'use client'

import { type FormEvent, useState } from 'react'
import { rename } from '@/components/request/learning'
import { text } from '@/components/ui/text'
import type { Person } from '@/protocol'

/** A guest may get a name; the progress stays theirs either way. */
export function PersonName({ person }: { person: Person }) {
  const [name, setName] = useState(person.name ?? '')
  const [said, setSaid] = useState<string>()
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') return setSaid(text('person.nameless'))
    try {
      const renamed = await rename(name.trim())
      setSaid(text('person.renamed', { name: renamed.name ?? '' }))
    } catch (problem) {
      setSaid(problem instanceof Error ? problem.message : String(problem))
    }
  }
  return (
    <form className="person-name" onSubmit={save}>
      <label htmlFor="person-name">{text(person.guest ? 'person.guest' : 'person.name')}</label>
      <div>
        <input
          id="person-name"
          className="field"
          value={name}
          maxLength={80}
          required
          autoComplete="nickname"
          onChange={event => setName(event.target.value)}
        />
        <button type="submit" className="button">
          {text('person.save')}
        </button>
      </div>
      <p role="status">{said}</p>
    </form>
  )
}
