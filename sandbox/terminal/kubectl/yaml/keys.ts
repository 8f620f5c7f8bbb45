const isLetter = (character: string): boolean => /\p{L}/u.test(character)
const isDigit = (character: string | undefined): boolean =>
  character !== undefined && /\p{Nd}/u.test(character)

/** The order of keys in go-yaml: numbers inside by value, letters after everything else. */
export function compareKeys(a: string, b: string): number {
  const left = [...a]
  const right = [...b]
  for (let i = 0; i < left.length && i < right.length; i++) {
    const l = left[i] as string
    const r = right[i] as string
    if (l === r) continue
    const letters = [isLetter(l), isLetter(r)] as const
    if (letters[0] && letters[1]) return l < r ? -1 : 1
    if (letters[0] || letters[1]) return letters[1] ? -1 : 1
    return compareNumbers(left, right, i)
  }
  return left.length - right.length
}

function compareNumbers(left: string[], right: string[], at: number): number {
  // After a non-zero digit a zero is no leading zero: both runs then count from one.
  let seed = 0
  if (left[at] === '0' || right[at] === '0') {
    for (let j = at - 1; j >= 0 && isDigit(left[j]); j--) {
      if (left[j] !== '0') {
        seed = 1
        break
      }
    }
  }
  const [leftNumber, leftEnd] = numberFrom(left, at, seed)
  const [rightNumber, rightEnd] = numberFrom(right, at, seed)
  if (leftNumber !== rightNumber) return leftNumber - rightNumber
  if (leftEnd !== rightEnd) return leftEnd - rightEnd
  return (left[at] as string) < (right[at] as string) ? -1 : 1
}

function numberFrom(characters: string[], at: number, seed: number): [value: number, end: number] {
  let value = seed
  let end = at
  for (; isDigit(characters[end]); end++) value = value * 10 + Number(characters[end])
  return [value, end]
}
