import { text } from '@/components/ui/text'

/** How a guest comes back to the seat from another browser. */
export const PersonalCode = ({ code }: { code: string }) => (
  <p className="personal-code">
    {text('workshop.personal-code.words')} <code>{code}</code>
  </p>
)
