'use client'

import { Printer } from 'lucide-react'
import { text } from '@/components/ui/text'

/** Prints the page. */
export const PrintButton = ({ primary = false }: { primary?: boolean }) => (
  <button
    type="button"
    className={primary ? 'button primary' : 'button quiet'}
    onClick={() => window.print()}
  >
    <Printer size={16} aria-hidden />
    {text('certificate.print')}
  </button>
)
