/** Raised when a message changes so that an older page cannot go on; the page then reloads. */
export const protocolVersion = 1
