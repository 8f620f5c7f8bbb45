import { Field } from '@/components/ui/field'

type CodeFieldProps = { label: string; hint?: string; value: string; onText: (value: string) => void }

/** A code of letters and digits, as it is read from a board. */
export const CodeField = (props: CodeFieldProps) => (
  <Field
    {...props}
    autoComplete="off"
    autoCapitalize="characters"
    spellCheck={false}
    required
    maxLength={40}
  />
)
