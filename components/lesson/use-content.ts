import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { useLive } from '@/components/live/live-context'

/** Shows the lesson anew when its author has changed it. */
export function useContent(): void {
  const router = useRouter()
  const changed = useLive(state => state.content)
  useEffect(() => {
    if (changed !== null) router.refresh()
  }, [changed, router])
}
