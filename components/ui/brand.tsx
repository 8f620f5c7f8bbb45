import Link from 'next/link'
import { text } from './text'

/** Three by three, who reaches whom: the diagonal is oneself, two are open. */
const lit = new Set([1, 5])
const own = new Set([0, 4, 8])

export function Brand() {
  return (
    <Link href="/" className="brand" aria-label={text('brand.home')}>
      <svg viewBox="0 0 26 26" width="24" height="24" aria-hidden>
        {Array.from({ length: 9 }, (_, index) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: the cells are their places
            key={index}
            x={(index % 3) * 9}
            y={Math.floor(index / 3) * 9}
            width="8"
            height="8"
            rx="2"
            className={lit.has(index) ? 'brand-lit' : own.has(index) ? 'brand-own' : 'brand-dark'}
          />
        ))}
      </svg>
      <span>{text('product')}</span>
    </Link>
  )
}
