/** A code block's language, its meta, its body. */
export const fence = /^```(\S+)[ \t]*([^\n]*)\n([\s\S]*?)^```/gm
