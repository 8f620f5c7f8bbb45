export type { CommandCompleter } from './completion'
export { type CreateTerminalOptions, createTerminal } from './create-terminal'
export type {
  Attachment,
  Terminal,
  TerminalEvent,
  TerminalOptions,
  TerminalState,
  Viewer,
} from './terminal'
