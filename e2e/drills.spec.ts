import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './journey'

test('a stranger trains with drills: asks, answers, is told why, goes on, shares the link', async ({
  page,
}) => {
  await page.goto('/drills?kind=reach&level=1&seed=first')
  await page.getByRole('button', { name: 'Start now' }).click()
  await expect(
    page.getByRole('heading', { level: 2, name: /^Does .* reach .* on TCP port 80\?$/ }),
  ).toBeVisible()
  await page.getByRole('radio', { name: 'Yes, it answers' }).check()
  await page.getByRole('button', { name: 'Answer' }).click()
  await expect(page.getByRole('status')).toHaveText(/^(Right\.|Not quite\.).+/)
  await expect(page.getByRole('region', { name: 'What you have mastered' })).toContainText(
    '1 right, 1 in all',
  )
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await expect(page.getByRole('link', { name: 'Next drill' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).not.toHaveURL(/seed=first/)
  await expect(page).toHaveURL(/seed=[0-9a-f]+/)
})

test('policies are written for a table, and mended until they give it', async ({ page }) => {
  await page.goto('/drills?kind=write&level=1&seed=table')
  await page.getByRole('button', { name: 'Start now' }).click()
  const manifest = page.getByRole('textbox', { name: /^Your policies/ })
  await manifest.fill('kind: Pod')
  await page.getByRole('button', { name: 'Answer' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'kind NetworkPolicy' })).toBeVisible()
  await manifest.fill(
    'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a, namespace: shop}\nspec: {podSelector: {}}',
  )
  await page.getByRole('button', { name: 'Answer' }).click()
  await expect(page.getByRole('status')).toContainText('not as in the table')
  await expect(manifest).toBeEditable()
})
