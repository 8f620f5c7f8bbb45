import { describe, expect, it } from 'vitest'
import { afterLook, keepMine, type OpenFile, takeTheirs } from './open-file'

const open = (text: string, saved: string | null): OpenFile => ({
  path: '/home/learner/a.yaml',
  text,
  saved,
  revision: 0,
})

describe('a file that changed on the disk', () => {
  it('is shown anew when it was not edited', () => {
    expect(afterLook(open('a', 'a'), 'b')).toMatchObject({
      text: 'b',
      saved: 'b',
      revision: 1,
      conflict: undefined,
    })
  })

  it('is a conflict when it was edited', () => {
    expect(afterLook(open('mine', 'a'), 'theirs').conflict).toEqual({ text: 'theirs' })
  })

  it('is no conflict when both wrote the same', () => {
    expect(afterLook(open('same', 'a'), 'same')).toMatchObject({ saved: 'same', conflict: undefined })
  })

  it('is a conflict when it was removed', () => {
    expect(afterLook(open('a', 'a'), null).conflict).toEqual({ text: null })
  })

  it('becomes theirs, or stays mine until it is saved', () => {
    const conflict = afterLook(open('mine', 'a'), 'theirs')
    expect(takeTheirs(conflict)).toMatchObject({ text: 'theirs', saved: 'theirs', conflict: undefined })
    expect(keepMine(conflict)).toMatchObject({ text: 'mine', saved: 'theirs', conflict: undefined })
  })
})
