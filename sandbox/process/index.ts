export { DeferredFiles } from './deferred-files'
export type { Disposable } from './disposable'
export { type FileJournal, openFileJournal } from './file-journal'
export { type FileChange, type FileLimits, FileTree } from './file-tree'
export { FileError, type FileErrorCode, type FileStat, type FileSystem, fileErrorFrom } from './files'
export { createMemoryFiles, type InitialFiles, initialChanges, type MemoryFilesOptions } from './memory-files'
export { createMountedFiles, type Mount } from './mounted-files'
export { pace } from './pace'
export { isWithin, nameOf, parentOf, resolvePath } from './path'
export { createPipe, type Pipe, type PipeOutput, toBytes } from './pipe'
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
export { createPty, type Pty } from './pty'
export { type SharedInput, shareInput } from './shared-input'
export { withSpawn } from './spawn'
export { openStoredFiles, type StoredFiles } from './stored-files'
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
} from './streams'
export type { Tty, WindowSize } from './tty'
