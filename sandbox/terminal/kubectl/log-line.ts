const two = (value: number, width = 2): string => String(value).padStart(width, '0')

/** A line as klog writes it: `W1124 02:51:15.016966       1 helpers.go:719] message`. */
export function logLine(
  severity: 'I' | 'W' | 'E' | 'F',
  source: string,
  message: string,
  now = new Date(),
): string {
  const day = `${two(now.getUTCMonth() + 1)}${two(now.getUTCDate())}`
  const clock = [now.getUTCHours(), now.getUTCMinutes(), now.getUTCSeconds()]
    .map(value => two(value))
    .join(':')
  const pid = '1'.padStart(7)
  return `${severity}${day} ${clock}.${two(now.getUTCMilliseconds(), 3)}000 ${pid} ${source}] ${message}\n`
}
