export { createStore, type StoreOptions } from './create-store'
export { type Change, type ChangeType, Compacted, furnished, type Image, type Key, type Store } from './store'
