import { Choice } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { text } from '@/components/ui/text'
import { languages } from '@/messages'
import type { Workshop } from '@/protocol'

type TextProps = { value: string; onText: (value: string) => void }

/** Fields that a workshop is made by, and changed. */
export const TitleField = (props: TextProps) => (
  <Field label={text('workshop.title')} {...props} required maxLength={120} />
)

export const CapacityField = (props: TextProps) => (
  <Field label={text('workshop.capacity')} {...props} type="number" min={1} max={500} required />
)

export const StartField = (props: TextProps) => (
  <Field
    label={text('workshop.starts')}
    hint={text('workshop.starts.hint')}
    {...props}
    type="datetime-local"
  />
)

export const EndField = (props: TextProps) => (
  <Field label={text('workshop.ends')} hint={text('workshop.ends.hint')} {...props} type="datetime-local" />
)

const languageName = (language: string) =>
  new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language

/** Of the participants' pages; where they speak one alone, it is said. */
export function LanguageChoice(props: { value: string; onChoice: (language: string) => void }) {
  const [only, ...more] = languages
  if (only && more.length === 0)
    return <p className="form-note">{text('workshop.language.only', { language: languageName(only) })}</p>
  return (
    <Choice
      label={text('workshop.language')}
      options={languages.map(value => ({ value, label: languageName(value) }))}
      {...props}
    />
  )
}

type ProviderChoiceProps = {
  providers: readonly Workshop['provider'][]
  value: Workshop['provider']
  onChoice: (provider: Workshop['provider']) => void
}

/** Where the clusters come from, where this installation has several kinds. */
export const ProviderChoice = ({ providers, value, onChoice }: ProviderChoiceProps) => (
  <Choice
    label={text('workshop.provider')}
    options={providers.map(one => ({ value: one, label: text(`workshop.provider.${one}.name`) }))}
    value={value}
    onChoice={chosen => onChoice(chosen as Workshop['provider'])}
  />
)

type SignInCheckProps = { checked: boolean; onChecked: (checked: boolean) => void }

/** Whether participants need an account. */
export const SignInCheck = ({ checked, onChecked }: SignInCheckProps) => (
  <label className="form-check">
    <input type="checkbox" checked={checked} onChange={event => onChecked(event.target.checked)} />
    {text('workshop.sign-in')}
  </label>
)

/** A time as `datetime-local` has it, of this browser's clock. */
export function localTime(time: string | null): string {
  if (time === null) return ''
  const date = new Date(time)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** The same back; nothing is no time. */
export const timeOf = (local: string) => (local === '' ? null : new Date(local).toISOString())
