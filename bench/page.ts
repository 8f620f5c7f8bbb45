import { type BrowserContext, chromium } from '@playwright/test'
import { startProduct } from '@/e2e/product'
import playwright from '../playwright.config'
import type { Measurement } from './main'
import { percentile } from './statistics'

const loads = 5
const lesson = '/courses/network-policies/05-default-deny-ingress'

type Load = { withPage: number; inAll: number; largestPaint: number; prompt: number }

declare global {
  interface Window {
    largestPaint?: number
  }
}

/** Loads the lesson with an empty cache, as a browser that comes for the first time. Sizes in kB as sent, times in ms. */
async function load(context: BrowserContext, url: string): Promise<Load> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  const scripts = new Map<string, { byPage: boolean }>()
  const size = { withPage: 0, inAll: 0 }
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  session.on('Network.requestWillBeSent', ({ requestId, type, initiator }) => {
    if (type === 'Script') scripts.set(requestId, { byPage: initiator.type === 'parser' })
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const script = scripts.get(requestId)
    if (!script) return
    size.inAll += encodedDataLength / 1000
    if (script.byPage) size.withPage += encodedDataLength / 1000
  })
  await page.addInitScript(() => {
    new PerformanceObserver(list => {
      window.largestPaint = list.getEntries().at(-1)?.startTime
    }).observe({ type: 'largest-contentful-paint', buffered: true })
  })
  const start = performance.now()
  await page.goto(url)
  await page.locator('.xterm-rows').getByText('$').first().waitFor()
  const prompt = performance.now() - start
  const largestPaint = (await page.evaluate(() => window.largestPaint)) ?? Number.NaN
  await page.close()
  return { ...size, largestPaint, prompt }
}

/** A lesson in Chromium, from the production build, by a guest whose sandbox runs. */
export async function measure(): Promise<Measurement[]> {
  const product = await startProduct()
  const browser = await chromium.launch(playwright.use?.launchOptions)
  try {
    const context = await browser.newContext({ baseURL: product.url, viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    await page.goto(lesson)
    await page.getByRole('button', { name: 'Start now' }).click()
    await page.locator('.xterm-rows').getByText('$').first().waitFor()
    await page.close()
    const samples: Load[] = []
    for (let index = 0; index < loads; index++) samples.push(await load(context, lesson))
    const middle = (value: (one: Load) => number) => percentile(samples.map(value), 0.5)
    return [
      {
        what: 'JavaScript sent with the page, compressed',
        value: middle(one => one.withPage),
        unit: 'kB',
        target: 'under 200',
      },
      { what: 'JavaScript sent with terminal and editor', value: middle(one => one.inAll), unit: 'kB' },
      { what: 'largest contentful paint, p50', value: middle(one => one.largestPaint), unit: 'ms' },
      { what: 'prompt on the screen, p50', value: middle(one => one.prompt), unit: 'ms' },
    ]
  } finally {
    await browser.close()
    await product.stop()
  }
}
