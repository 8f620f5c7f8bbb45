import { describe, expect, it } from 'vitest'
import { type KeyContext, type KeyPress, keyAction } from './keyboard'

const press = (keys: string): KeyPress => {
  const parts = keys.split('+')
  return {
    key: parts.at(-1)!,
    ctrlKey: parts.includes('Ctrl'),
    shiftKey: parts.includes('Shift'),
    altKey: parts.includes('Alt'),
    metaKey: parts.includes('Cmd'),
  }
}

const plain: KeyContext = { mac: false, selection: false, afterEscape: false }

describe('keys in the terminal', () => {
  it.each([
    ['Ctrl+c', plain, 'type'],
    ['Ctrl+c', { ...plain, selection: true }, 'copy'],
    ['Ctrl+Shift+C', plain, 'copy'],
    ['Ctrl+Shift+V', plain, 'browser'],
    ['Ctrl+v', plain, 'browser'],
    ['Ctrl+c', { ...plain, mac: true, selection: true }, 'type'],
    ['Cmd+c', { ...plain, mac: true }, 'browser'],
    ['Cmd+v', { ...plain, mac: true }, 'browser'],
    ['Ctrl+r', plain, 'type'],
    ['Tab', plain, 'type'],
    ['Tab', { ...plain, afterEscape: true }, 'browser'],
    ['Shift+Tab', { ...plain, afterEscape: true }, 'browser'],
    ['Ctrl+Shift+E', plain, 'leave'],
    ['Ctrl+Shift+E', { ...plain, mac: true }, 'leave'],
  ] as const)('%s with %o: %s', (keys, context, action) => {
    expect(keyAction(press(keys), context)).toBe(action)
  })
})
