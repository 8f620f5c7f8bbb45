/** The head of curl's progress meter. */
export const meterHead =
  '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n' +
  '                                 Dload  Upload   Total   Spent    Left  Speed\n'

const clock = (seconds: number) =>
  seconds === 0
    ? '--:--:--'
    : `${String(Math.floor(seconds / 3_600)).padStart(2)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`
const two = (value: number) => String(Math.floor(value)).padStart(2, '0')

/** The meter before anything came, after this many seconds. */
export const emptyMeter = (seconds: number): string =>
  `\r  0     0    0     0    0     0      0      0 --:--:-- ${clock(seconds)} --:--:--     0`

/** The meter when all is there. `elapsed` in milliseconds. */
export function finishedMeter(size: number, elapsed: number): string {
  const speed = Math.round(size / Math.max(elapsed / 1_000, 0.001))
  const columns = `100 ${humanSize(size)}  100 ${humanSize(size)}    0     0 ${humanSize(speed).padStart(6)}      0`
  return `\r${columns} --:--:-- ${clock(Math.floor(elapsed / 1_000))} --:--:-- ${humanSize(speed)}\n`
}

/** Five columns: bytes up to 99999, then k, then M. */
function humanSize(size: number): string {
  if (size < 100_000) return String(size).padStart(5)
  if (size < 10_000 * 1_024) return `${String(Math.floor(size / 1_024)).padStart(4)}k`
  return `${String(Math.floor(size / 1_048_576)).padStart(4)}M`
}
