'use client'

import type { KeyboardEvent, ReactNode } from 'react'

type TabListProps<Id extends string> = {
  label: string
  /** `name` says to a screen reader what a short label does not. */
  tabs: readonly { id: Id; label: ReactNode; icon?: ReactNode; name?: string }[]
  selected: Id
  onSelect: (id: Id) => void
  tabId: (id: Id) => string
  panelId: (id: Id) => string
  className?: string
}

/** A row of tabs: arrow keys go from one to the next, as the ARIA pattern says. */
export function TabList<Id extends string>({
  label,
  tabs,
  selected,
  onSelect,
  tabId,
  panelId,
  className = '',
}: TabListProps<Id>) {
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = tabs.findIndex(tab => tab.id === selected)
    const moves: Record<string, number> = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at + tabs.length - 1) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    }
    const next = tabs[moves[event.key] ?? -1]
    if (!next) return
    event.preventDefault()
    onSelect(next.id)
    event.currentTarget.querySelector<HTMLElement>(`#${CSS.escape(tabId(next.id))}`)?.focus()
  }
  return (
    <div role="tablist" aria-label={label} className={`tabs ${className}`} onKeyDown={press}>
      {tabs.map(tab => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={tabId(tab.id)}
          className="tab"
          aria-label={tab.name}
          title={tab.name}
          aria-selected={tab.id === selected}
          aria-controls={panelId(tab.id)}
          tabIndex={tab.id === selected ? 0 : -1}
          onClick={() => onSelect(tab.id)}
        >
          {tab.icon}
          {tab.label}
        </button>
      ))}
    </div>
  )
}
