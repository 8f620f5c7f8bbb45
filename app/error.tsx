'use client'

import { text } from '@/components/ui/text'

/** What is shown when a page fails. The sandbox and everything in it are on the server, so trying again is safe. */
export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <main id="content" tabIndex={-1} className="message-page">
      <h1>{text('error.title')}</h1>
      <p>{text('error.words')}</p>
      <button type="button" className="button primary" onClick={reset}>
        {text('error.again')}
      </button>
    </main>
  )
}
