'use client'

import { useState } from 'react'
import { home } from '@/components/request/sandbox'
import { text } from '@/components/ui/text'
import { useLessonPlace, useWorkbench } from '@/components/workbench/workbench-context'
import { longestTyped, saveAside } from './paste-aside'
import { applyCommand, fileName, plain } from './pasted-manifest'

type PasteOfferProps = {
  manifest: string
  onDone: () => void
  onApply: (command: string) => void
  onPaste: (text: string) => void
}

/** A shell cannot run YAML. Whoever pastes it at a prompt is asked what they meant. */
export function PasteOffer({ manifest, onDone, onApply, onPaste }: PasteOfferProps) {
  const workbench = useWorkbench()
  const place = useLessonPlace()
  const [error, setError] = useState<string>()
  const name = fileName(manifest)
  const apply = async () => {
    if (!place || manifest.length <= longestTyped) return then(() => onApply(applyCommand(manifest)))()
    try {
      const file = await saveAside(place.sandbox, manifest)
      then(() => onApply(`kubectl apply -f ${file}`))()
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : String(problem))
    }
  }
  const then = (act: () => void) => () => {
    onDone()
    act()
  }
  return (
    <div role="alertdialog" aria-label={text('terminal.paste.title')} className="notice paste-offer">
      <p>{text('terminal.paste.text')}</p>
      <button
        type="button"
        className="button primary small"
        // biome-ignore lint/a11y/noAutofocus: it answers what the reader just did in the terminal
        autoFocus
        onClick={then(() => workbench?.open({ path: `${home}/${name}`, text: plain(manifest) }))}
      >
        {text('terminal.paste.editor')}
      </button>
      <button type="button" className="button small" onClick={() => void apply()}>
        {text('terminal.paste.apply')}
      </button>
      <button type="button" className="button quiet small" onClick={then(() => onPaste(manifest))}>
        {text('terminal.paste.anyway')}
      </button>
      {error && <p role="alert">{error}</p>}
    </div>
  )
}
