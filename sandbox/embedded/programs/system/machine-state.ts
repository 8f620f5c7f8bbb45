import type { ContainerProgram } from '../machine'

/** The node as its pods see it: KiB of memory and disk, processors, and since when it is up. */
const memory = { total: 4_015_272, used: 1_214_080, free: 1_402_316, shared: 9_240, cached: 1_398_876 }
const disk = { total: 61_255_492, used: 9_802_116 }
export const processors = 2
const started = Date.now() - 47 * 60_000

export const upSeconds = (): number => (Date.now() - started) / 1_000
export const loadAverage = '0.21 0.18 0.15'
export const memoryInfo = (): string =>
  Object.entries({
    MemTotal: memory.total,
    MemFree: memory.free,
    MemAvailable: memory.total - memory.used,
    Buffers: 0,
    Cached: memory.cached,
    SwapTotal: 0,
    SwapFree: 0,
  })
    .map(([name, size]) => `${`${name}:`.padEnd(15)} ${String(size).padStart(8)} kB\n`)
    .join('')

const mounts: readonly (readonly [source: string, at: string, type: string, options: string])[] = [
  ['overlay', '/', 'overlay', 'rw,relatime'],
  ['proc', '/proc', 'proc', 'rw,nosuid,nodev,noexec,relatime'],
  ['tmpfs', '/dev', 'tmpfs', 'rw,nosuid,size=65536k,mode=755'],
  ['devpts', '/dev/pts', 'devpts', 'rw,nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666'],
  ['sysfs', '/sys', 'sysfs', 'ro,nosuid,nodev,noexec,relatime'],
  ['/dev/sda1', '/etc/hosts', 'ext4', 'rw,relatime'],
  ['/dev/sda1', '/etc/hostname', 'ext4', 'rw,relatime'],
  ['/dev/sda1', '/etc/resolv.conf', 'ext4', 'rw,relatime'],
  ['shm', '/dev/shm', 'tmpfs', 'rw,nosuid,nodev,noexec,relatime,size=65536k'],
  ['tmpfs', '/run/secrets/kubernetes.io/serviceaccount', 'tmpfs', 'ro,relatime,size=4015272k'],
]
export const mountTable = mounts.map(mount => `${mount.join(' ')} 0 0\n`).join('')

export const mount: ContainerProgram = async ({ argv, stdout, stderr }) => {
  if (argv.length > 1) {
    await stderr.write('mount: permission denied (are you root?)\n')
    return 1
  }
  for (const [source, at, type, options] of mounts)
    await stdout.write(`${source} on ${at} type ${type} (${options})\n`)
  return 0
}

export const df: ContainerProgram = async ({ argv, stdout }) => {
  const human = argv.slice(1).some(argument => /^-\w*h/.test(argument))
  const size = (kilobytes: number) =>
    human ? (kilobytes === 0 ? '0' : `${(kilobytes / 1024 / 1024).toFixed(1)}G`) : String(kilobytes)
  const row = (name: string, total: number, used: number, at: string) => {
    const cells = [size(total), size(used), size(total - used)].map(cell => cell.padStart(9))
    const share = `${total ? Math.ceil((used / total) * 100) : 0}%`.padStart(4)
    return `${name.padEnd(20)} ${cells.join(' ')} ${share} ${at}\n`
  }
  const head = human ? 'Size      Used Available' : '1K-blocks      Used Available'
  await stdout.write(`Filesystem${head.padStart(human ? 40 : 40)} Use% Mounted on\n`)
  await stdout.write(row('overlay', disk.total, disk.used, '/'))
  await stdout.write(row('tmpfs', 65_536, 0, '/dev'))
  await stdout.write(row('/dev/sda1', disk.total, disk.used, '/etc/hosts'))
  await stdout.write(row('shm', 65_536, 0, '/dev/shm'))
  return 0
}

export const free: ContainerProgram = async ({ argv, stdout }) => {
  const unit = { m: 1024, g: 1024 * 1024 }[argv[1]?.replace('-', '') ?? ''] ?? 1
  const cell = (size: number) => String(Math.floor(size / unit)).padStart(12)
  const { total, used, free: unused, shared, cached } = memory
  const cells = [total, used, unused, shared, cached, total - used].map(cell).join('')
  await stdout.write('              total        used        free      shared  buff/cache   available\n')
  await stdout.write(`Mem:   ${cells}\nSwap:  ${[0, 0, 0].map(cell).join('')}\n`)
  return 0
}

export const uptime: ContainerProgram = async ({ stdout }) => {
  const minutes = Math.floor(upSeconds() / 60)
  const up =
    minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
  const now = new Date().toISOString().slice(11, 19)
  await stdout.write(` ${now} up ${up},  0 users,  load average: ${loadAverage.replaceAll(' ', ', ')}\n`)
  return 0
}

export const nproc: ContainerProgram = async ({ stdout }) => {
  await stdout.write(`${processors}\n`)
  return 0
}
