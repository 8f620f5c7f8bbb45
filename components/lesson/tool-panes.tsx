'use client'

import { FilePen, SquareTerminal } from 'lucide-react'
import dynamic from 'next/dynamic'
import { TerminalPane } from '@/components/terminal/terminal-pane'
import { Split } from '@/components/ui/split'
import { TabList } from '@/components/ui/tab-list'
import { text } from '@/components/ui/text'
import { useWorkbench, useWorkbenchView } from '@/components/workbench/workbench-context'

const ReachabilityPane = dynamic(
  () => import('@/components/reachability/reachability-pane').then(module => module.ReachabilityPane),
  { ssr: false, loading: () => <p className="pane-empty">{text('reachability.loading')}</p> },
)

const EditorPane = dynamic(
  () => import('@/components/editor/editor-pane').then(module => module.EditorPane),
  {
    ssr: false,
    loading: () => <p className="pane-empty">{text('editor.loading')}</p>,
  },
)

const icon = { size: 15, 'aria-hidden': true } as const

const tools = [
  { id: 'terminal', label: text('lesson.tab.terminal'), icon: <SquareTerminal {...icon} /> },
  { id: 'editor', label: text('lesson.tab.editor'), icon: <FilePen {...icon} /> },
] as const

/** What the learner works with. Both tools stay mounted: a terminal that is not seen goes on. */
export function ToolPanes() {
  const workbench = useWorkbench()
  const { tool } = useWorkbenchView()
  return (
    <Split
      name="tools"
      direction="column"
      initial={58}
      label={text('lesson.split.tools')}
      className="tool-side"
      first={
        <div className="tools" data-tool={tool}>
          <TabList
            label={text('lesson.tools')}
            className="tool-tabs"
            tabs={tools}
            selected={tool}
            onSelect={id => workbench?.show(id)}
            tabId={id => `tool-tab-${id}`}
            panelId={id => `pane-${id}`}
          />
          <div
            id="pane-terminal"
            role="tabpanel"
            className="tool-terminal"
            aria-label={text('lesson.tab.terminal')}
          >
            <TerminalPane />
          </div>
          <div
            id="pane-editor"
            role="tabpanel"
            className="tool-editor"
            aria-label={text('lesson.tab.editor')}
          >
            <EditorPane />
          </div>
        </div>
      }
      second={
        <section
          id="pane-reachability"
          className="tool-reachability"
          aria-label={text('reachability.heading')}
        >
          <ReachabilityPane />
        </section>
      }
    />
  )
}
