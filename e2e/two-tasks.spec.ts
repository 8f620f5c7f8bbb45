import { allowClientToWeb, apply, check, expect, openLesson, screen, test } from './journey'

test('a lesson of two tasks: the first pass leads to the second, a question is answered, the lesson is passed', async ({
  page,
}) => {
  await openLesson(page, '/courses/network-policies/08-allow-ingress')
  const tasks = page.getByRole('region', { name: 'Tasks' })
  const first = await tasks.getByRole('heading', { level: 2 }).innerText()
  await apply(page, allowClientToWeb)
  await expect(screen(page)).toContainText('allow-client-to-web created')
  await check(page).click()
  await expect(page.getByText('Since the start, 1 connection opened.')).toBeVisible()
  const onward = page.getByRole('button', { name: /^Next task: / })
  await expect(onward).toBeFocused()
  await page.keyboard.press('Enter')

  await expect(tasks.getByRole('heading', { level: 2 })).not.toHaveText(first)
  const steps = tasks.getByRole('list', { name: 'Steps of this lesson' })
  await expect(steps.getByRole('button', { name: new RegExp(`${first}.*Passed`) })).toBeVisible()
  const options = tasks.getByRole('radio')
  const count = await options.count()
  expect(count).toBeGreaterThan(1)
  // Every wrong answer is explained; one passes.
  for (let option = 0; option < count; option++) {
    await options.nth(option).check()
    await check(page).click()
    const status = tasks.getByRole('status').filter({ hasText: /^(Passed|Not yet)/ })
    await expect(status).toBeVisible()
    if (/^Passed/.test(await status.innerText())) break
  }
  await expect(page.getByRole('link', { name: /^Next lesson: / })).toBeFocused()
})
