import AxeBuilder from '@axe-core/playwright'
import { check, expect, openLesson, type Page, screen, test } from './journey'

const course = '/courses/network-policies'
const tasks = (page: Page) => page.getByRole('region', { name: 'Tasks' })

async function violations(page: Page) {
  const { violations: found } = await new AxeBuilder({ page }).analyze()
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 160)).join(' | ')}`)
}

test('a truth table tells which cells are not right, until they are changed, and outlives a reload', async ({
  page,
}) => {
  await openLesson(page, `${course}/16-testing-policies`)
  const cells = tasks(page).getByRole('combobox')
  await expect(cells).toHaveCount(12)
  for (const cell of await cells.all()) await cell.selectOption('blocked')
  await check(page).click()
  await expect(page.getByText('Not yet: 5 of 12 checks did not come out as asked.')).toBeVisible()
  await expect(page.getByText(/^client -> web:80 is blocked, you say\./)).toBeVisible()
  await expect(tasks(page).getByRole('combobox', { name: /, not right$/ })).toHaveCount(5)
  expect(await violations(page)).toEqual([])

  await tasks(page).getByRole('combobox', { name: 'client → web:80, not right' }).selectOption('answers')
  await page.reload()
  await expect(tasks(page).getByRole('combobox', { name: 'client → web:80', exact: true })).toHaveValue(
    'answers',
  )
  await check(page).click()
  await expect(page.getByText('Not yet: 4 of 12 checks did not come out as asked.')).toBeVisible()
  await expect(tasks(page).getByRole('combobox', { name: 'client → web:80, right' })).toBeVisible()
})

test('typed answers are checked by Enter; a wrong name is told by name, the right one is right', async ({
  page,
}) => {
  await openLesson(page, `${course}/15-viewing-policies`)
  const who = tasks(page).getByRole('textbox', { name: 'Which policies select the pod web?' })
  await who.fill('legacy-fix, legacy-fix2')
  await who.press('Enter')
  await expect(page.getByText(/Nothing here is called legacy-fix2\. One is missing\.$/)).toBeVisible()
  await expect(who).toHaveAttribute('aria-invalid', 'true')
  expect(await violations(page)).toEqual([])

  await who.fill('temp-do-not-delete and legacy-fix')
  await expect(who).toHaveAttribute('aria-invalid', 'false')
  await who.press('Enter')
  await expect(page.getByText(/^Not yet: 3 of/)).toBeVisible()
  await expect(who).toHaveAttribute('aria-invalid', 'false')
  await expect(page.getByText(/^“Which policies select the pod web\?”.*: right\.$/)).toBeAttached()
})

test('a requirement that does not hold is one line, with one flow that shows it', async ({ page }) => {
  await openLesson(page, `${course}/19-capstone`)
  const requirements = tasks(page).getByRole('list', { name: 'Requirements' })
  await expect(requirements.getByRole('img', { name: 'Not checked yet' })).toHaveCount(12)
  await check(page).click()
  await expect(page.getByText('Not yet: 9 of 12 checks did not come out as asked.')).toBeVisible()
  await expect(requirements.getByRole('img', { name: 'Failed' })).toHaveCount(9)
  await expect(requirements.getByRole('img', { name: 'Passed' })).toHaveCount(3)
  const cart = page.getByRole('listitem').filter({ hasText: /^Not so yet: storefront reaches cart on 8080/ })
  await expect(cart.getByText(/default\/visitor for egress or shop\/cart for ingress/)).toBeVisible()
  await expect(cart.getByText(/ops\/bastion for egress or shop\/cart for ingress/)).toBeHidden()
  expect(await violations(page)).toEqual([])
})

test('a task with a start of its own is opened by keyboard, and its namespace goes without saying', async ({
  page,
}) => {
  await openLesson(page, `${course}/17-troubleshooting`)
  await expect(screen(page)).toContainText('client-to-web')
  const step = tasks(page).getByRole('button', { name: /^But I applied it!/ })
  await step.focus()
  await page.keyboard.press('Enter')
  await expect(tasks(page).getByRole('heading', { name: 'But I applied it!' })).toBeVisible()
  await expect(step).toHaveAttribute('aria-current', 'step')
  await expect(screen(page)).toContainText(/default +allow-client-to-web/)
  await expect(page.getByRole('button', { name: /^client to web, 80\/TCP: blocked/ })).toBeVisible()
  expect(await violations(page)).toEqual([])
})
