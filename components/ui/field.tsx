import { type InputHTMLAttributes, useId } from 'react'

type FieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'onChange'> & {
  label: string
  hint?: string
  onText: (value: string) => void
}

/** An input with its label, and what is to be known about it. */
export function Field({ label, hint, onText, ...input }: FieldProps) {
  const id = useId()
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        className="field"
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={event => onText(event.target.value)}
      />
      {hint && <p id={`${id}-hint`}>{hint}</p>}
    </div>
  )
}
