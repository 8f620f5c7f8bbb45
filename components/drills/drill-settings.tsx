import Link from 'next/link'
import { text } from '@/components/ui/text'
import type { DrillKind } from '@/protocol'

const kinds: readonly DrillKind[] = ['reach', 'decides', 'change', 'write']
const levels = [1, 2, 3, 4, 5]

/** Which drills to train: the kind and the level, as links to a new drill. */
export function DrillSettings({ kind, level }: { kind: DrillKind; level: number }) {
  return (
    <nav className="drill-settings" aria-label={text('drills.settings')}>
      <ul>
        {kinds.map(one => (
          <li key={one}>
            <Link
              href={`/drills?kind=${one}&level=${level}`}
              aria-current={one === kind ? 'true' : undefined}
              prefetch={false}
            >
              {text(`drills.kind.${one}`)}
            </Link>
          </li>
        ))}
      </ul>
      <ul>
        {levels.map(one => (
          <li key={one}>
            <Link
              href={`/drills?kind=${kind}&level=${one}`}
              aria-current={one === level ? 'true' : undefined}
              prefetch={false}
            >
              {text('drills.level', { level: one })}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
