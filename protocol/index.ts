export * from './api'
export * from './live'
export * from './terminal'
export * from './version'
