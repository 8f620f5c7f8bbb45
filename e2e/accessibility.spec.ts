import { apply, check, denyIngress, expect, openLesson, screen, test, violations } from './journey'

const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1024, height: 768 } },
  { name: 'dark and narrow', colorScheme: 'dark', viewport: { width: 375, height: 760 } },
] as const

for (const { name, colorScheme, viewport } of looks) {
  test.describe(name, () => {
    test.use({ colorScheme, viewport })
    const narrow = viewport.width < 900

    test('pages without a sandbox have no axe violations', async ({ page }) => {
      for (const path of [
        '/',
        '/courses/network-policies',
        '/courses/network-policies/14-three-tier-app',
        '/sign-in',
        '/join',
        '/administrator',
        '/password',
        '/nowhere',
      ]) {
        await page.goto(path)
        await expect(page.getByRole('main')).toBeVisible()
        expect(await violations(page), path).toEqual([])
      }
    })

    test('a lesson has no axe violations, from its start to its pass', async ({ page }) => {
      test.slow()
      await openLesson(page)
      const show = async (tab: string) => {
        const tabs = page.getByRole('tablist', { name: narrow ? 'Parts of the lesson' : 'Tools' })
        const found = tabs.getByRole('tab', { name: tab })
        if (narrow || (await found.count()) > 0) await found.click()
      }
      expect(await violations(page), 'at the start').toEqual([])

      await check(page).click()
      await expect(page.getByText(/^Not yet/)).toBeVisible()
      await page.getByRole('button', { name: 'Show a hint' }).click()
      expect(await violations(page), 'failed').toEqual([])

      await show('Terminal')
      await apply(page, denyIngress)
      await expect(screen(page)).toContainText('default-deny-ingress created')
      expect(await violations(page), 'terminal').toEqual([])

      await show('Matrix')
      await page.getByRole('button', { name: /^client to web, 80\/TCP: blocked/ }).click()
      await expect(page.getByRole('region', { name: /client → web/ })).toBeVisible()
      expect(await violations(page), 'explanation').toEqual([])

      await show('Lesson')
      await check(page).click()
      await expect(page.getByRole('heading', { name: 'Passed' })).toBeVisible()
      expect(await violations(page), 'passed').toEqual([])

      await page.getByRole('button', { name: 'Open in editor' }).first().click()
      await expect(page.getByRole('textbox', { name: /, text$/ })).toBeVisible()
      expect(await violations(page), 'editor').toEqual([])

      await page.getByRole('button', { name: 'Outline' }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      expect(await violations(page), 'outline').toEqual([])
    })

    test('the course page of a learner has no axe violations', async ({ page }) => {
      await openLesson(page)
      await page.goto('/courses/network-policies')
      await expect(page.getByRole('link', { name: 'Continue' })).toBeVisible()
      expect(await violations(page)).toEqual([])
    })
  })
}
