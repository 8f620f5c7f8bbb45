export { createStore, type StoreOptions } from './create-store'
export { type Change, type ChangeType, Compacted, type Key, type Store } from './store'
