/** By which the servers of tests and bench sign sessions. */
export const secret = 'only for tests'
