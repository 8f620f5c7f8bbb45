import { expect, it } from 'vitest'
import { freeName } from './paste-aside'

it('a manifest is saved beside what is there, never over it', () => {
  expect(freeName([])).toBe('pasted.yaml')
  expect(freeName(['pasted.yaml', 'pasted-2.yaml', 'web.yaml'])).toBe('pasted-3.yaml')
})
