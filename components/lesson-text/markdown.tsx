import { CodeBlock } from './code-block'
import { Note } from './note'
import { Placeholder } from './placeholder'
import { Prediction } from './prediction'
import { renderMarkdown, type TextFormat } from './render-markdown'
import { ScrollTable } from './scroll-table'

const components = { pre: CodeBlock, span: Placeholder, table: ScrollTable, Note, Prediction }

/** Text of a lesson, a task or a hint, rendered on the server. */
export async function Markdown({ source, format }: { source: string; format: TextFormat }) {
  const Content = await renderMarkdown(source, format)
  return <Content components={components} />
}
