export { type WallForm, wallForms } from './forms'
export { servedForms, wallKind } from './kind'
export type { WallSettings } from './place'
export { applyWall, type Wall } from './wall'
