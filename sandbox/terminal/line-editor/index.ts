export type { Completer, Completion } from './completion'
export { History } from './history'
export { createLineEditor, type LineEditor, type LineEditorOptions, type ReadLine } from './line-editor'
export { expandPrompt, type PromptValues } from './prompt'
