import type { Output } from '../../../process'

/** Output for everybody who is attached. A slow or lost reader holds nobody up for long. */
export interface FanOut {
  write(chunk: Uint8Array | string): Promise<void>
  join(output: Output): { leave(): void; readonly lost: Promise<void> }
  end(): void
}

export function createFanOut(): FanOut {
  const members = new Map<Output, () => void>()
  return {
    async write(chunk) {
      for (const [output, lost] of [...members]) {
        try {
          await output.write(chunk)
        } catch {
          // The reader went away; the container does not notice.
          members.delete(output)
          lost()
        }
      }
    },
    join(output) {
      let lose = () => {}
      const lost = new Promise<void>(resolve => {
        lose = resolve
      })
      members.set(output, lose)
      return { lost, leave: () => void members.delete(output) }
    },
    end() {
      members.clear()
    },
  }
}
