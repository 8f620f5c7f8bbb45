import type { Disposable } from '../disposable'

export interface FileStat {
  readonly kind: 'file' | 'directory' | 'symlink'
  /** Bytes. */
  readonly size: number
  readonly mode: number
  /** Milliseconds since 1970. */
  readonly modified: number
}

export type FileErrorCode =
  | 'ENOENT'
  | 'EEXIST'
  | 'EISDIR'
  | 'ENOTDIR'
  | 'ENOTEMPTY'
  | 'EACCES'
  | 'ENOSPC'
  | 'ELOOP'
  | 'EINVAL'
  | 'ENAMETOOLONG'
  | 'EROFS'
  | 'EBUSY'

/** A file operation failed; `message` is what the C library says ("No such file or directory"). */
export class FileError extends Error {
  constructor(
    readonly code: FileErrorCode,
    readonly path: string,
  ) {
    super(fileErrorText[code])
    this.name = 'FileError'
  }
}

const fileErrorText: Readonly<Record<FileErrorCode, string>> = {
  ENOENT: 'No such file or directory',
  EEXIST: 'File exists',
  EISDIR: 'Is a directory',
  ENOTDIR: 'Not a directory',
  ENOTEMPTY: 'Directory not empty',
  EACCES: 'Permission denied',
  ENOSPC: 'No space left on device',
  ELOOP: 'Too many levels of symbolic links',
  EINVAL: 'Invalid argument',
  ENAMETOOLONG: 'File name too long',
  EROFS: 'Read-only file system',
  EBUSY: 'Device or resource busy',
}

/** The error that a command's message tells of (`cat: /a: No such file or directory`); `EACCES` where it is none of these. */
export function fileErrorFrom(message: string, path: string): FileError {
  const codes = Object.keys(fileErrorText) as FileErrorCode[]
  return new FileError(codes.find(code => message.trimEnd().endsWith(fileErrorText[code])) ?? 'EACCES', path)
}

/**
 * Files of a sandbox or of a container. Paths are absolute and POSIX. Every method rejects with `FileError`.
 * Never the host's files: the only implementations hold their contents themselves.
 */
export interface FileSystem {
  read(path: string): Promise<Uint8Array>
  /** Makes the file if it is missing; its directory must exist. */
  write(
    path: string,
    content: Uint8Array | string,
    options?: { append?: boolean; mode?: number },
  ): Promise<void>
  /** Names in a directory, sorted. */
  list(path: string): Promise<string[]>
  stat(path: string): Promise<FileStat>
  /** As `stat`, but of a symbolic link itself. */
  lstat(path: string): Promise<FileStat>
  makeDirectory(path: string, options?: { recursive?: boolean }): Promise<void>
  remove(path: string, options?: { recursive?: boolean; force?: boolean }): Promise<void>
  rename(from: string, to: string): Promise<void>
  chmod(path: string, mode: number): Promise<void>
  symlink(target: string, path: string): Promise<void>
  readlink(path: string): Promise<string>
  /** Calls back with the absolute path of whatever changes at or below `path`. */
  watch(path: string, listener: (path: string) => void): Disposable
}
