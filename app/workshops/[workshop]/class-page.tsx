import Link from 'next/link'
import type { ReactNode } from 'react'
import { SiteHeader } from '@/components/ui/site-header'

type ClassPageProps = {
  /** Where one goes from here. */
  links?: readonly { href: string; label: string; newTab?: boolean }[]
  projector?: boolean
  children: ReactNode
}

/** A page about a class, for who gives the workshop. */
export function ClassPage({ links = [], projector = false, children }: ClassPageProps) {
  return (
    <>
      <SiteHeader>
        {links.map(({ href, label, newTab }) => (
          <Link
            key={href}
            href={href}
            className="header-link"
            prefetch={false}
            target={newTab ? '_blank' : undefined}
          >
            {label}
          </Link>
        ))}
      </SiteHeader>
      <main
        id="content"
        tabIndex={-1}
        className={projector ? 'sheet class-page projector' : 'sheet class-page'}
      >
        {children}
      </main>
    </>
  )
}
