import type { ITheme } from '@xterm/xterm'

/**
 * The terminal is dark in both themes; its background and ink are those of app/styles/tokens.css, and the sixteen
 * colours keep a contrast of 4.5 on that ground.
 */
export const terminalTheme: ITheme = {
  background: '#0d121b',
  foreground: '#e4e9f2',
  cursor: '#8fb0ff',
  cursorAccent: '#0d121b',
  selectionBackground: '#35507f',
  selectionForeground: '#ffffff',
  black: '#8c97a9',
  red: '#ff8f80',
  green: '#62d6a8',
  yellow: '#f2c46b',
  blue: '#8fb0ff',
  magenta: '#ecaae2',
  cyan: '#74d6e4',
  white: '#e4e9f2',
  brightBlack: '#a3aec0',
  brightRed: '#ffb3a8',
  brightGreen: '#93e8c8',
  brightYellow: '#f8d999',
  brightBlue: '#b3c9ff',
  brightMagenta: '#f5c9ee',
  brightCyan: '#a3e6f0',
  brightWhite: '#ffffff',
}
