import { Field } from '@/components/ui/field'
import { text } from '@/components/ui/text'

type NewPasswordProps = { label?: string; value: string; onText: (value: string) => void }

/** A password that is chosen, with what makes one. */
export const NewPassword = ({ label = text('people.password.new'), value, onText }: NewPasswordProps) => (
  <Field
    label={label}
    hint={text('people.password.hint')}
    type="password"
    value={value}
    onText={onText}
    autoComplete="new-password"
    required
    minLength={10}
    maxLength={200}
  />
)
