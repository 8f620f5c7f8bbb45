/** What goes between the server and a worker that runs one of just-bash's tools. */

export type RunMessage = {
  type: 'run'
  argv: readonly string[]
  env: Readonly<Record<string, string>>
  cwd: string
  stdin: Uint8Array
}

/** Asked by the worker: an operation on the sandbox's files. */
export type FileRequest = { type: 'file'; id: number } & FileOperation

export type FileOperation =
  | { operation: 'read' | 'list' | 'stat' | 'lstat' | 'readlink'; path: string }
  | { operation: 'write'; path: string; content: Uint8Array; append: boolean }
  | { operation: 'makeDirectory'; path: string; recursive: boolean }
  | { operation: 'remove'; path: string; recursive: boolean; force: boolean }
  | { operation: 'rename'; path: string; to: string }
  | { operation: 'chmod'; path: string; mode: number }
  | { operation: 'symlink'; path: string; target: string }

export type FileAnswer =
  | { type: 'answer'; id: number; value: unknown }
  | { type: 'answer'; id: number; error: { code: string; message: string } }

export type DoneMessage = { type: 'done'; stdout: Uint8Array; stderr: Uint8Array; status: number }

export type ToWorker = RunMessage | FileAnswer
export type FromWorker = { type: 'ready' } | FileRequest | DoneMessage
