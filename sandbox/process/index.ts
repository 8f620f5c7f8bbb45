export type { Disposable } from './disposable'
export { FileError, type FileErrorCode, type FileStat, type FileSystem } from './files'
export {
  BrokenPipe,
  type Input,
  type Output,
  type Process,
  type Program,
  type ProgramTable,
  type Signal,
  signalStatus,
} from './process'
export type { Tty, WindowSize } from './tty'
