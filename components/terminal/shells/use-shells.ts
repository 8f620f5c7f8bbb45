import { useCallback, useEffect, useState } from 'react'

/** The first shell; a lesson's own commands greet there. */
export const mainShell = 'main'

/** As many as fit beside each other; the server allows twice that, for other browsers. */
export const mostShells = 4

const key = (sandbox: string) => `netpol-lab.shells.${sandbox}`

/** Numbers from 2 on, the lowest that is free first: a shell that was closed goes on, and comes back as it is. */
export function nextShell(shells: readonly string[]): string {
  let number = 2
  while (shells.includes(`shell-${number}`)) number++
  return `shell-${number}`
}

/** What a stored list is worth: the main shell, and others that have a name of ours. */
export function shellsIn(stored: string | null): string[] {
  const named = (stored ?? '').split(' ').filter(name => /^shell-[2-9]$/.test(name))
  return [mainShell, ...new Set(named)].slice(0, mostShells)
}

/** The shells that this browser shows of a sandbox; it remembers them. */
export function useShells(sandbox: string | undefined) {
  const [shells, setShells] = useState<readonly string[]>([mainShell])
  const [current, setCurrent] = useState(mainShell)

  useEffect(() => {
    if (sandbox) setShells(shellsIn(localStorage.getItem(key(sandbox))))
  }, [sandbox])

  const keep = useCallback(
    (next: readonly string[]) => {
      setShells(next)
      if (sandbox) localStorage.setItem(key(sandbox), next.slice(1).join(' '))
    },
    [sandbox],
  )
  return {
    shells,
    current,
    select: setCurrent,
    open: () => {
      const added = nextShell(shells)
      keep([...shells, added])
      setCurrent(added)
    },
    /** Shows it no more; what runs in it goes on. */
    close: (shell: string) => {
      keep(shells.filter(one => one !== shell))
      setCurrent(shells[Math.max(0, shells.indexOf(shell) - 1)] ?? mainShell)
    },
  }
}
