export type NetworkErrorCode =
  | 'ECONNREFUSED'
  | 'ECONNRESET'
  | 'ETIMEDOUT'
  | 'EHOSTUNREACH'
  | 'ENETUNREACH'
  | 'EADDRINUSE'
  | 'EINTR'
  | 'EMFILE'

const text: Readonly<Record<NetworkErrorCode, string>> = {
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection reset by peer',
  ETIMEDOUT: 'Connection timed out',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  EADDRINUSE: 'Address already in use',
  EINTR: 'Interrupted system call',
  EMFILE: 'Too many open files',
}

/** A network call failed; `message` is what the C library says ("Connection refused"). */
export class NetworkError extends Error {
  constructor(readonly code: NetworkErrorCode) {
    super(text[code])
    this.name = 'NetworkError'
  }
}
