import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { type Product, startProduct } from './product'

/** The product that BASE_URL names cannot be killed; journeys that need that are skipped there. */
const running = (url: string): Product => ({
  url,
  administratorLink: () => Promise.reject(new Error('the operator of BASE_URL makes administrators')),
  killAndRestart: () => Promise.reject(new Error('a product of BASE_URL cannot be restarted')),
  stop: () => Promise.resolve(),
})

/** What axe finds, short enough to read in a failed test. */
export async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze()
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 160)).join(' | ')}`)
}

/** What a page complains of; that a server which was killed, or an address which is refused, gives no answer is none. */
function errorsOf(page: Page): string[] {
  const errors: string[] = []
  page.on('pageerror', error => errors.push(String(error)))
  page.on('console', message => {
    if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(message.text()))
      errors.push(message.text())
  })
  return errors
}

export const canRestart = !process.env.BASE_URL

export const test = base.extend<object, { product: Product }>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from this pattern
    async ({}, use) => {
      const product = process.env.BASE_URL ? running(process.env.BASE_URL) : await startProduct()
      await use(product)
      await product.stop()
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  page: async ({ page }, use) => {
    const errors = errorsOf(page)
    await use(page)
    expect(errors, 'errors in the browser’s console').toEqual([])
  },
  baseURL: async ({ product }, use) => use(product.url),
})

export { expect, type Page }

export const lesson = '/courses/network-policies/05-default-deny-ingress'

/** A new guest, from the home page into the first lesson, by its one button. */
export async function startNow(page: Page): Promise<void> {
  await page.goto('/')
  await page.getByRole('button', { name: 'Start now' }).click()
  await page.waitForURL(`**${lesson}`)
}

/** A new guest in a lesson, with the cluster ready and the first prompt's command done. */
export async function openLesson(page: Page, path = lesson): Promise<void> {
  await page.goto(path)
  await page.getByRole('button', { name: 'Start now' }).click()
  await expect(page.getByText('Cluster ready')).toBeAttached()
  await expect(page.getByText('Looking at your cluster.')).toBeHidden()
  // On a narrow screen the terminal is a tab that is not seen yet, and xterm.js paints only what is seen.
  if (await screen(page).isVisible()) await expect(screen(page)).toContainText('$')
}

export const terminal = (page: Page) => page.getByRole('textbox', { name: /^Terminal/ })

/** What is on the screen of the terminal that is seen. */
export const screen = (page: Page) => page.locator('.shell:not([hidden]) .xterm-rows')

/** Types a command line and runs it. */
export async function run(page: Page, line: string): Promise<void> {
  await terminal(page).focus()
  await page.keyboard.type(line)
  await page.keyboard.press('Enter')
}

/** Pastes as the reader's own system does: from the clipboard, by Ctrl-V. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate(content => navigator.clipboard.writeText(content), text)
  await terminal(page).focus()
  await page.keyboard.press('Control+V')
}

export const denyIngress = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny-ingress
  namespace: netpol-demo
spec:
  podSelector: {}
  policyTypes:
  - Ingress
`

export const allowClientToWeb = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: allow-client-to-web
  namespace: netpol-demo
spec:
  podSelector:
    matchLabels:
      app: web
  policyTypes:
  - Ingress
  ingress:
  - from:
    - podSelector:
        matchLabels:
          app: client
    ports:
    - protocol: TCP
      port: 80
`

/** Applies a manifest as a learner types it: a heredoc, line by line. */
export async function apply(page: Page, manifest: string): Promise<void> {
  await terminal(page).focus()
  for (const line of ['kubectl apply -f - <<EOF', ...manifest.trimEnd().split('\n'), 'EOF']) {
    await page.keyboard.type(line)
    await page.keyboard.press('Enter')
  }
}

export const check = (page: Page) => page.getByRole('button', { name: 'Check', exact: true })
