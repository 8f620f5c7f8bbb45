/** A mistake's id as words: `wrong-namespace` is "wrong namespace". */
export const mistakeName = (id: string) => id.replaceAll('-', ' ')
