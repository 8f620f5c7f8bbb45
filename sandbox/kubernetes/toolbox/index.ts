export type { ToolboxSettings } from './pod'
export { openToolbox, type Toolbox } from './toolbox'
