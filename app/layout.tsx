import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { text } from '@/components/ui/text'
import { nonceIn } from '@/lib/operations/security-headers'
import { remembered } from './remembered'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/site.css'
import './styles/home.css'
import './styles/course.css'
import './styles/workbench.css'
import './styles/lesson.css'
import './styles/flow-diagram.css'
import './styles/tasks.css'
import './styles/terminal.css'
import './styles/editor.css'
import './styles/reachability.css'
import './styles/drills.css'
import './styles/certificate.css'
import './styles/sheet.css'
import './styles/workshop.css'

export const metadata: Metadata = {
  title: { default: text('home.title'), template: `%s · ${text('product')}` },
  description: text('home.lead'),
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f3f4f8' },
    { media: '(prefers-color-scheme: dark)', color: '#0b0e14' },
  ],
}

export default async function Layout({ children }: { children: ReactNode }) {
  // Asking also makes every page one of its request: a page made at build time could have no nonce.
  const nonce = nonceIn((await headers()).get('content-security-policy'))
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own constant, before anything is painted */}
        <script nonce={nonce} dangerouslySetInnerHTML={{ __html: remembered }} />
      </head>
      <body>
        <a className="skip-link" href="#content">
          {text('skip')}
        </a>
        {children}
      </body>
    </html>
  )
}
