'use client'

import { Check, Copy, FilePen, SquareTerminal } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useLiveSnapshot } from '@/components/live/live-context'
import { fillPlaceholders, placeholdersIn } from '@/components/live/placeholders'
import { home } from '@/components/request/sandbox'
import { text } from '@/components/ui/text'
import { useLessonPlace, useWorkbench } from '@/components/workbench/workbench-context'
import { commandsIn } from './commands'

type CodeBlockProps = {
  'data-source'?: string
  'data-language'?: string
  'data-file'?: string
  'data-run'?: string
  children?: ReactNode
}

const copiedFor = 2_000

/** A code block with what can be done with it. Placeholders are filled from the live pods when it is run or copied. */
export function CodeBlock({ children, ...data }: CodeBlockProps) {
  const workbench = useWorkbench()
  const place = useLessonPlace()
  const live = useLiveSnapshot()
  const [copied, setCopied] = useState(false)
  const [missing, setMissing] = useState<string>()
  const source = data['data-source'] ?? ''
  const file = data['data-file']
  const commands = data['data-run'] ? commandsIn(source, data['data-language'] ?? '') : undefined

  const filled = (code: string) => fillPlaceholders(code, live().objects, place?.namespace ?? 'default')
  /** A command that names a pod without an address could only fail in a way that teaches nothing. */
  const run = (code: string) => {
    const command = filled(code)
    const [unknown] = placeholdersIn(command)
    setMissing(unknown)
    if (unknown === undefined) workbench?.run(command)
  }
  const copy = async () => {
    await navigator.clipboard.writeText(filled(commands ?? source))
    setCopied(true)
    setTimeout(() => setCopied(false), copiedFor)
  }

  return (
    <figure
      className="code-block"
      data-language={data['data-language']}
      data-plain={!workbench || (!commands && !file)}
    >
      {file && <figcaption>{file}</figcaption>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{children}</pre>
      <div className="code-actions">
        {commands && workbench && (
          <button type="button" className="button small" onClick={() => run(commands)}>
            <SquareTerminal size={14} aria-hidden />
            {text('code.run')}
          </button>
        )}
        {file && workbench && (
          <button
            type="button"
            className="button small"
            onClick={() => workbench.open({ path: `${home}/${file}`, text: filled(source) })}
          >
            <FilePen size={14} aria-hidden />
            {text('code.edit')}
          </button>
        )}
        <button type="button" className="button quiet small" onClick={() => void copy()}>
          {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
          {text(copied ? 'code.copied' : 'code.copy')}
        </button>
      </div>
      <p role="status" className="code-missing">
        {missing !== undefined && text('code.missing', { name: missing })}
      </p>
    </figure>
  )
}
