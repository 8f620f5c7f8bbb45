import Link from 'next/link'
import type { ReactNode } from 'react'
import { Brand } from './brand'
import { text } from './text'
import { ThemeToggle } from './theme-toggle'

export function SiteHeader({ children }: { children?: ReactNode }) {
  return (
    <header className="site-header">
      <Brand />
      <div className="header-actions">
        {children}
        <Link href="/drills" className="header-link" prefetch={false}>
          {text('drills.title')}
        </Link>
        <ThemeToggle />
      </div>
    </header>
  )
}
