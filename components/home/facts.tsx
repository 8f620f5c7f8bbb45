import { text } from '@/components/ui/text'

const facts = ['cluster', 'tried', 'proved'] as const

/** Why this is worth an hour, in three sentences. */
export function Facts() {
  return (
    <ul className="facts">
      {facts.map(fact => (
        <li key={fact}>
          <h2>{text(`home.fact.${fact}`)}</h2>
          <p>{text(`home.fact.${fact}.words`)}</p>
        </li>
      ))}
    </ul>
  )
}
