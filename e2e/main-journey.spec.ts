import { apply, canRestart, check, denyIngress, expect, run, screen, startNow, test } from './journey'

test('a stranger starts, denies all ingress, is graded by real connections and goes on', async ({ page }) => {
  await startNow(page)
  await expect(screen(page)).toContainText('Running')
  await apply(page, denyIngress)
  await expect(screen(page)).toContainText('networkpolicy.networking.k8s.io/default-deny-ingress created')
  await check(page).click()
  await expect(page.getByRole('heading', { name: 'Passed' })).toBeVisible()
  await page.getByRole('button', { name: 'Outline' }).click()
  const here = page.getByRole('dialog').getByRole('link', { name: /Deny all ingress.*passed/ })
  await expect(here).toBeFocused()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: /^Next lesson/ }).click()
  await page.waitForURL('**/06-default-deny-egress')
})

test('everything is as it was after the server was killed', async ({ page, product }) => {
  test.skip(!canRestart, 'needs a product of its own')
  await startNow(page)
  await expect(screen(page)).toContainText('Running')
  await apply(page, denyIngress)
  await expect(screen(page)).toContainText('default-deny-ingress created')
  await run(page, 'echo "written before the power cut" > note.txt')
  await check(page).click()
  await expect(page.getByRole('heading', { name: 'Passed' })).toBeVisible()

  await product.killAndRestart()

  // The same tab, without a reload: it reconnects by itself, and what is typed meanwhile is kept.
  await run(page, 'cat note.txt')
  await expect(screen(page)).toContainText('written before the power cut')
  await run(page, 'kubectl get networkpolicies -n netpol-demo')
  await expect(screen(page)).toContainText(/default-deny-ingress\s+<none>/)
  await expect(page.getByRole('button', { name: /^client to web, 80\/TCP: blocked/ })).toBeVisible()

  // And after a reload: lesson, progress and grading go on.
  await page.reload()
  await expect(page.getByRole('region', { name: 'Tasks' }).getByText('Passed').first()).toBeVisible()
  await expect(page.getByRole('button', { name: /^client to web, 80\/TCP: blocked/ })).toBeVisible()
  await check(page).click()
  await expect(page.getByRole('heading', { name: 'Passed' })).toBeVisible()
  await page.goto('/courses/network-policies')
  await expect(page.getByRole('link', { name: /Deny all ingress.*passed/ })).toBeVisible()
})
