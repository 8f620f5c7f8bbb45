import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * A Chromium for the browser journeys: the one PLAYWRIGHT_CHROMIUM names, one that is installed, Playwright's own
 * download, or Debian's package. Throws with the command to type when there is none to be had.
 * @returns {string} path of the program
 */
export function chromium(run = command => spawnSync(command[0], command.slice(1), { stdio: 'inherit' })) {
  const present = [process.env.PLAYWRIGHT_CHROMIUM, ...known, playwrightsOwn()].find(
    path => path && existsSync(path),
  )
  if (present) return present
  run(['npx', 'playwright', 'install', 'chromium'])
  const downloaded = playwrightsOwn()
  if (downloaded && existsSync(downloaded)) return downloaded
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    run(['apt-get', 'update', '-qq'])
    run(['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'])
  }
  const installed = known.find(path => existsSync(path))
  if (installed) return installed
  throw new Error(
    'the browser journeys need Chromium: type "npx playwright install --with-deps chromium" or "sudo apt-get install chromium", or set PLAYWRIGHT_CHROMIUM',
  )
}

function playwrightsOwn() {
  const asked = spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      "import { chromium } from '@playwright/test'; console.log(chromium.executablePath())",
    ],
    { encoding: 'utf8' },
  )
  return asked.stdout?.trim()
}
