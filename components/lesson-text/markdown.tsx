import type { ComponentProps } from 'react'
import { FlowDiagram } from '@/components/flow-diagram/flow-diagram'
import type { Diagram } from '@/protocol'
import { CodeBlock } from './code-block'
import { Note } from './note'
import { Placeholder } from './placeholder'
import { Prediction } from './prediction'
import { renderMarkdown, type TextFormat } from './render-markdown'
import { ScrollTable } from './scroll-table'

const components = { span: Placeholder, table: ScrollTable, Note, Prediction }

type MarkdownProps = {
  source: string
  format: TextFormat
  /** What its blocks draw, by the text of the block. */
  diagrams?: Readonly<Record<string, Diagram>>
}

/** Text of a lesson, a task or a hint, rendered on the server. */
export async function Markdown({ source, format, diagrams = {} }: MarkdownProps) {
  const Content = await renderMarkdown(source, format)
  const pre = (block: ComponentProps<typeof CodeBlock>) => {
    const diagram = diagrams[block['data-source']?.trim() ?? '']
    return diagram ? <FlowDiagram diagram={diagram} /> : <CodeBlock {...block} />
  }
  return <Content components={{ ...components, pre }} />
}
