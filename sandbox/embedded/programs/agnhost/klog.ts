import type { Process } from '../../../process'

const two = (value: number) => String(value).padStart(2, '0')

/** Writes lines to stderr as klog does: `I1123 23:28:42.615107       1 log.go:244] …`. */
export const klog =
  (process: Process, place = 'log.go:244', severity: 'I' | 'F' = 'I') =>
  (message: string) => {
    const now = new Date()
    const day = `${two(now.getUTCMonth() + 1)}${two(now.getUTCDate())}`
    const time = `${now.toISOString().slice(11, 23)}000`
    return process.stderr.write(`${severity}${day} ${time}       1 ${place}] ${message}\n`)
  }
