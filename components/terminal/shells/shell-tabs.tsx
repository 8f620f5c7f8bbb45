'use client'

import { Plus, X } from 'lucide-react'
import { TabList } from '@/components/ui/tab-list'
import { text } from '@/components/ui/text'
import { mainShell, mostShells } from './use-shells'

type ShellTabsProps = {
  shells: readonly string[]
  current: string
  onSelect: (shell: string) => void
  /** A shell was picked by mouse or touch: who does that goes on typing. */
  onPick: () => void
  onOpen: () => void
  onClose: (shell: string) => void
}

/** What a shell is called: "Terminal", "Terminal 2". */
export const shellLabel = (shell: string) =>
  shell === mainShell
    ? text('terminal.label')
    : text('terminal.label.further', { number: shell.replace(/^\D+/, '') })

/** The shells of a sandbox side by side, as soon as there are two. */
export function ShellTabs({ shells, current, onSelect, onPick, onOpen, onClose }: ShellTabsProps) {
  return (
    <div className="shell-tabs">
      {shells.length > 1 && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the tabs inside are the controls; a click has moved on already
        // biome-ignore lint/a11y/useKeyWithClickEvents: by keyboard the focus stays on the tabs, as their pattern says
        <div onClick={event => event.detail > 0 && onPick()}>
          <TabList
            label={text('terminal.shells')}
            tabs={shells.map((shell, index) => ({
              id: shell,
              label: <span aria-hidden>{index + 1}</span>,
              name: shellLabel(shell),
            }))}
            selected={current}
            onSelect={onSelect}
            tabId={shell => `shell-tab-${shell}`}
            panelId={shell => `shell-${shell}`}
          />
        </div>
      )}
      {shells.length < mostShells && (
        <button
          type="button"
          className="button quiet small"
          aria-label={text('terminal.shells.open')}
          title={text('terminal.shells.open')}
          onClick={onOpen}
        >
          <Plus size={15} aria-hidden />
        </button>
      )}
      {current !== mainShell && (
        <button
          type="button"
          className="button quiet small"
          aria-label={text('terminal.shells.close', { shell: shellLabel(current) })}
          title={text('terminal.shells.close', { shell: shellLabel(current) })}
          onClick={() => onClose(current)}
        >
          <X size={15} aria-hidden />
        </button>
      )}
    </div>
  )
}
