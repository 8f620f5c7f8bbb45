import { useId } from 'react'
import { text } from '@/components/ui/text'
import type { Diagram } from '@/protocol'
import { Arrow } from './arrow'
import { Box } from './box'
import { Frame, Title } from './group'
import { Legend } from './legend'
import { place, width } from './place'
import { route } from './route'
import { sentencesOf } from './words'

/** A `diagram` block of a lesson: who reaches whom, as a picture and, for those who would rather read, as sentences. */
export function FlowDiagram({ diagram }: { diagram: Diagram }) {
  const caption = useId()
  const places = place(diagram)
  const routes = route(diagram.arrows, places)
  return (
    <figure className="flow-diagram" aria-labelledby={caption}>
      <figcaption id={caption}>{diagram.caption}</figcaption>
      {/* The sentences below say the same. */}
      <svg viewBox={`0 0 ${width} ${places.height}`} aria-hidden="true">
        {places.groups.map(group => (
          <Frame key={group.name} group={group} />
        ))}
        {routes.map(one => (
          <Arrow key={`${one.arrow.from} ${one.arrow.to} ${one.label.text}`} route={one} />
        ))}
        {places.groups.map(group => (
          <Title key={group.name} group={group} />
        ))}
        {places.boxes.map(({ box, at }) => (
          <Box key={box.id} box={box} at={at} />
        ))}
      </svg>
      <Legend diagram={diagram} />
      <details>
        <summary>{text('diagram.words')}</summary>
        <ul>
          {sentencesOf(diagram).map(sentence => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </details>
    </figure>
  )
}
