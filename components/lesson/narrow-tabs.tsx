'use client'

import { BookOpen, FilePen, Grid3x3, SquareTerminal } from 'lucide-react'
import type { ReactNode } from 'react'
import { TabList } from '@/components/ui/tab-list'
import { text } from '@/components/ui/text'
import type { Pane } from '@/components/workbench/workbench'
import { useWorkbench, useWorkbenchView } from '@/components/workbench/workbench-context'

const icon = { size: 16, 'aria-hidden': true } as const

const tabs: readonly { id: Pane; label: string; icon: ReactNode }[] = [
  { id: 'lesson', label: text('lesson.tab.lesson'), icon: <BookOpen {...icon} /> },
  { id: 'terminal', label: text('lesson.tab.terminal'), icon: <SquareTerminal {...icon} /> },
  { id: 'editor', label: text('lesson.tab.editor'), icon: <FilePen {...icon} /> },
  { id: 'reachability', label: text('lesson.tab.reachability'), icon: <Grid3x3 {...icon} /> },
]

/** On a narrow screen every pane is a tab. */
export function NarrowTabs() {
  const workbench = useWorkbench()
  const { pane } = useWorkbenchView()
  return (
    <TabList
      label={text('lesson.tabs')}
      className="narrow-tabs"
      tabs={tabs}
      selected={pane}
      onSelect={id => workbench?.show(id)}
      tabId={id => `narrow-tab-${id}`}
      panelId={id => `pane-${id}`}
    />
  )
}
