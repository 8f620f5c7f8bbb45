'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useEffect, useState } from 'react'
import { text } from './text'

const themes = ['system', 'light', 'dark'] as const
type Theme = (typeof themes)[number]

const icons = { system: Monitor, light: Sun, dark: Moon }
const names = { system: 'theme.system', light: 'theme.light', dark: 'theme.dark' } as const

const stored = (): Theme => {
  const value = localStorage.getItem('netpol-lab.theme')
  return value === 'light' || value === 'dark' ? value : 'system'
}

const show = (theme: Theme) => {
  if (theme === 'system') {
    localStorage.removeItem('netpol-lab.theme')
    delete document.documentElement.dataset.theme
  } else {
    localStorage.setItem('netpol-lab.theme', theme)
    document.documentElement.dataset.theme = theme
  }
}

/** Goes round the system's theme, light and dark. The choice is remembered and set before the page is painted. */
export function ThemeToggle() {
  const [theme, setTheme] = useState<Theme>('system')
  useEffect(() => setTheme(stored()), [])
  const Icon = icons[theme]
  return (
    <button
      type="button"
      className="button quiet small"
      title={text('theme.toggle', { theme: text(names[theme]) })}
      aria-label={text('theme.toggle', { theme: text(names[theme]) })}
      onClick={() => {
        const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system'
        setTheme(next)
        show(next)
      }}
    >
      <Icon size={16} aria-hidden />
    </button>
  )
}
