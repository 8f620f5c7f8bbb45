/** What one shell may use. A learner's script is hostile until shown otherwise: every growth has an end. */
export const limits = {
  /** Characters of one script. */
  source: 1_000_000,
  /** Characters of one value, one word, one line read. */
  value: 1_000_000,
  /** Fields that one word, or all words of a command, expand to. */
  fields: 100_000,
  /** Variables, functions and aliases, each. */
  names: 2_000,
  /** Elements of an array. */
  elements: 20_000,
  /** Characters of all variables together. */
  variables: 16_000_000,
  /** Bytes that $(...) and <(...) take in. */
  substitution: 4_000_000,
  /** Functions, `source`, `eval`, subshells and substitutions within each other. */
  depth: 200,
  /** Programs and subshells running at once. */
  processes: 200,
  /** Characters times pattern length of one match. */
  matching: 100_000_000,
} as const
