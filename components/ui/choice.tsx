import { useId } from 'react'

type ChoiceProps = {
  label: string
  options: readonly { value: string; label: string }[]
  value: string
  onChoice: (value: string) => void
}

/** One of several; where there is one alone, nothing is asked. */
export function Choice({ label, options, value, onChoice }: ChoiceProps) {
  const id = useId()
  if (options.length < 2) return null
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="field" value={value} onChange={event => onChoice(event.target.value)}>
        {options.map(option => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}
