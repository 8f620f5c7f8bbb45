import { apply, check, denyIngress, expect, screen, startNow, test } from './journey'

/** The picture in the README: `npm run picture`. */
test('the page of a lesson, passed', async ({ page }) => {
  await startNow(page)
  await expect(screen(page)).toContainText('Running')
  await apply(page, denyIngress)
  await expect(screen(page)).toContainText('default-deny-ingress created')
  await page.getByRole('button', { name: /^client to web, 80\/TCP: blocked/ }).click()
  await check(page).click()
  await expect(page.getByRole('heading', { name: 'Passed' })).toBeVisible()
  await expect(page.getByRole('button', { name: /: blocked, .*as expected/ }).first()).toBeVisible()
  await page.screenshot({ path: 'docs/lesson.png' })
})
