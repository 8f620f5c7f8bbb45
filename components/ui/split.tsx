'use client'

import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react'

type SplitProps = {
  /** The custom property that holds the first pane's share in percent; also the name under which it is remembered. */
  name: string
  /** Which way the panes lie beside each other. */
  direction: 'row' | 'column'
  initial: number
  label: string
  id?: string
  className?: string
  first: ReactNode
  second: ReactNode
}

const smallest = 18
const largest = 82
const step = 4

const clamp = (share: number) => Math.min(largest, Math.max(smallest, share))

/** What the document's first script reads before the page is painted (`app/remembered.ts`), so that nothing jumps. */
const remember = (name: string, share: number) => {
  document.documentElement.style.setProperty(`--split-${name}`, `${share}%`)
  localStorage.setItem(`netpol-lab.split.${name}`, String(share))
}

const remembered = (name: string) => {
  const stored = Number(localStorage.getItem(`netpol-lab.split.${name}`))
  return stored > 0 ? clamp(stored) : undefined
}

/** Two panes with a separator that is dragged, or moved with the arrow keys; Home and End go to its ends. */
export function Split({ name, direction, initial, label, id, className, first, second }: SplitProps) {
  const box = useRef<HTMLDivElement>(null)
  const [share, setShare] = useState(initial)
  useEffect(() => setShare(remembered(name) ?? initial), [name, initial])

  const moveTo = (next: number) => {
    const clamped = Math.round(clamp(next) * 10) / 10
    setShare(clamped)
    remember(name, clamped)
  }

  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const bounds = box.current?.getBoundingClientRect()
    if (!bounds || !event.currentTarget.hasPointerCapture(event.pointerId)) return
    moveTo(
      direction === 'row'
        ? ((event.clientX - bounds.left) / bounds.width) * 100
        : ((event.clientY - bounds.top) / bounds.height) * 100,
    )
  }

  const press = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      [direction === 'row' ? 'ArrowLeft' : 'ArrowUp']: share - step,
      [direction === 'row' ? 'ArrowRight' : 'ArrowDown']: share + step,
      Home: smallest,
      End: largest,
    }
    const next = moves[event.key]
    if (next === undefined) return
    event.preventDefault()
    moveTo(next)
  }

  return (
    <div ref={box} id={id} className={`split ${direction} ${className ?? ''}`}>
      <div className="split-first" style={{ flexBasis: `var(--split-${name}, ${initial}%)` }}>
        {first}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a focusable separator is a widget, <hr> is not */}
      <div
        role="separator"
        tabIndex={0}
        className="separator"
        aria-label={label}
        aria-orientation={direction === 'row' ? 'vertical' : 'horizontal'}
        aria-valuenow={Math.round(share)}
        aria-valuemin={smallest}
        aria-valuemax={largest}
        onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onKeyDown={press}
      />
      <div className="split-second">{second}</div>
    </div>
  )
}
