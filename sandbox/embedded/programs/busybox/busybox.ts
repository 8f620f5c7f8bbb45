import type { ContainerProgram } from '../machine'

const banner = 'BusyBox v1.35.0 (2026-11-23 23:17:14 UTC) multi-call binary.'

/** `busybox APPLET ARGS`: the applet, found where any program of the image is. */
export const busyboxItself: ContainerProgram = async (process, { names }) => {
  const [applet, ...args] = process.argv.slice(1)
  if (applet === '--list') {
    await process.stdout.write(names.map(name => `${name}\n`).join(''))
    return 0
  }
  if (applet === undefined || applet.startsWith('-')) {
    await process.stdout.write(
      `${banner}\n\nUsage: busybox [function [arguments]...]\n\nCurrently defined functions:\n\t${names.join(', ')}\n`,
    )
    return 0
  }
  const running = process.spawn?.([applet, ...args])
  if (running) return running
  await process.stderr.write(`${applet}: applet not found\n`)
  return 127
}
