import Link from 'next/link'
import { SiteHeader } from '@/components/ui/site-header'
import { text } from '@/components/ui/text'

export default function NotFound() {
  return (
    <>
      <SiteHeader />
      <main id="content" tabIndex={-1} className="message-page">
        <p className="message-code">404</p>
        <h1>{text('not-found.title')}</h1>
        <p>{text('not-found.words')}</p>
        <Link className="button primary" href="/">
          {text('not-found.home')}
        </Link>
      </main>
    </>
  )
}
