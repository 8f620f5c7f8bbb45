import { clock } from './dashboard/duration'

/** What is left of a time. The server's page has an older second than the browser that takes it over. */
export const Clock = ({ left }: { left: number }) => (
  <span role="timer" suppressHydrationWarning>
    {clock(left)}
  </span>
)
