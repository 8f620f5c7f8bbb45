import { apply, check, denyIngress, expect, run, screen, startNow, test } from './journey'

test.use({ viewport: { width: 375, height: 760 } })

test('on a narrow screen the panes are tabs, and the lesson can be passed', async ({ page }) => {
  await startNow(page)
  const tab = (name: string) =>
    page.getByRole('tablist', { name: 'Parts of the lesson' }).getByRole('tab', { name })
  await expect(page.getByRole('article', { name: 'Lesson' })).toBeVisible()
  await expect(screen(page)).toBeHidden()

  await tab('Terminal').click()
  await expect(screen(page)).toContainText('Running')
  await apply(page, denyIngress)
  await expect(screen(page)).toContainText('default-deny-ingress created')

  await tab('Matrix').click()
  await expect(page.getByRole('button', { name: /^client to web, 80\/TCP: blocked/ })).toBeVisible()

  await tab('Lesson').click()
  await check(page).click()
  await expect(page.getByRole('link', { name: /^Next lesson/ })).toBeFocused()
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width, 'nothing is wider than the screen').toBeLessThanOrEqual(375)
})

test('the task is one step away, and the lessons before and after are at the end of the text', async ({
  page,
}) => {
  await startNow(page)
  await expect(check(page)).not.toBeInViewport()
  await page.getByRole('link', { name: 'To the task' }).click()
  await expect(
    page.getByRole('region', { name: 'Tasks' }).getByRole('heading', { level: 2 }),
  ).toBeInViewport()
  const neighbours = page.getByRole('navigation', { name: 'Before and after this lesson' })
  await expect(neighbours.getByRole('link')).toHaveText([/^04/, /^06/])
})

test('a command of the lesson runs in the terminal’s tab', async ({ page }) => {
  await startNow(page)
  await page.getByRole('button', { name: 'Run in terminal' }).first().click()
  await expect(page.getByRole('tab', { name: 'Terminal' })).toHaveAttribute('aria-selected', 'true')
  await expect(screen(page)).toBeVisible()
})

test.describe('with a finger', () => {
  test.use({ hasTouch: true, isMobile: true })

  test('there are keys to stop what runs and to recall it', async ({ page }) => {
    await startNow(page)
    await page.getByRole('tab', { name: 'Terminal' }).tap()
    await expect(screen(page)).toContainText('$')
    await run(page, 'sleep 600')
    await expect(page.getByText('Running: sleep 600')).toBeVisible()
    await page.getByRole('button', { name: 'Ctrl-C: stop what runs' }).tap()
    await expect(page.getByText('Running: sleep 600')).toBeHidden()
    await page.getByRole('button', { name: 'Previous command' }).tap()
    await expect(screen(page)).toContainText(/\^C.*sleep 600/s)
  })
})
