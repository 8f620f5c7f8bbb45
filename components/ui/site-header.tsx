import type { ReactNode } from 'react'
import { Brand } from './brand'
import { ThemeToggle } from './theme-toggle'

export function SiteHeader({ children }: { children?: ReactNode }) {
  return (
    <header className="site-header">
      <Brand />
      <div className="header-actions">
        {children}
        <ThemeToggle />
      </div>
    </header>
  )
}
