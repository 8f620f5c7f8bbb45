export type { Disposable } from './disposable'
export { DeferredFiles } from './files/deferred-files'
export { type FileJournal, openFileJournal } from './files/file-journal'
export { type FileChange, type FileLimits, FileTree } from './files/file-tree'
export { FileError, type FileErrorCode, type FileStat, type FileSystem, fileErrorFrom } from './files/files'
export {
  createMemoryFiles,
  type InitialFiles,
  initialChanges,
  type MemoryFilesOptions,
} from './files/memory-files'
export { createMountedFiles, type Mount } from './files/mounted-files'
export { isWithin, nameOf, parentOf, resolvePath } from './files/path'
export { openStoredFiles, type StoredFiles } from './files/stored-files'
export { pace } from './pace'
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
export { withSpawn } from './spawn'
export { createPipe, type Pipe, type PipeOutput, toBytes } from './streams/pipe'
export { createPty, type Pty } from './streams/pty'
export { type SharedInput, shareInput } from './streams/shared-input'
export {
  createCollector,
  discard,
  emptyInput,
  inputOf,
  readAll,
  readLines,
  readText,
  readTextLines,
  TooLarge,
} from './streams/streams'
export type { Tty, WindowSize } from './streams/tty'
