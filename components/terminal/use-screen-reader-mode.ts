import { useEffect, useState } from 'react'

const key = 'netpol-lab.screen-reader'

/** Whether the terminal's text is offered to a screen reader line by line; remembered in this browser. */
export function useScreenReaderMode(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(false)
  useEffect(() => setOn(localStorage.getItem(key) === 'on'), [])
  return [
    on,
    next => {
      setOn(next)
      localStorage.setItem(key, next ? 'on' : 'off')
    },
  ]
}
