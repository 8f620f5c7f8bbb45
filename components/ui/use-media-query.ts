import { useCallback, useSyncExternalStore } from 'react'

/** Below this width, panes become tabs. The same number stands in app/styles/workbench.css. */
export const narrowScreen = '(max-width: 900px)'

/** Whether a media query matches; false while rendering on the server. */
export function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (notify: () => void) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', notify)
      return () => list.removeEventListener('change', notify)
    },
    [query],
  )
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => false,
  )
}
