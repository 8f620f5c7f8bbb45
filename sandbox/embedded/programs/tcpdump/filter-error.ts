/** What tcpdump says of a filter expression, behind its name. */
export class FilterError extends Error {}

export const syntaxError = (): FilterError => new FilterError("can't parse filter expression: syntax error")
