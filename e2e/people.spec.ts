import { canRestart, expect, lesson, openLesson, type Page, test, violations } from './journey'

const password = 'four words are enough'

async function makeAccount(page: Page, login: string) {
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: 'Make an account' }) })
  await form.getByLabel('Name to sign in with').fill(login)
  await form.getByLabel('Password').fill(password)
  await form.getByRole('button', { name: 'Make an account' }).click()
}

test('a guest makes an account, signs out, and finds the progress in another browser', async ({
  page,
  browser,
  baseURL,
}) => {
  await openLesson(page)
  await page.goto('/account')
  expect(await violations(page)).toEqual([])
  await makeAccount(page, 'grace')
  await expect(page.getByText('You are grace: learner.')).toBeVisible()
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Start now' })).toBeVisible()

  const elsewhere = await browser.newPage({ baseURL })
  await elsewhere.goto('/sign-in')
  await elsewhere.getByLabel('Name to sign in with').first().fill('Grace')
  await elsewhere.getByLabel('Password', { exact: true }).first().fill('not this one at all')
  await elsewhere.getByRole('button', { name: 'Sign in' }).click()
  await expect(elsewhere.getByRole('alert').filter({ hasText: 'no account' })).toBeVisible()
  await elsewhere.getByLabel('Password', { exact: true }).first().fill(password)
  await elsewhere.keyboard.press('Enter')
  await elsewhere.waitForURL('**/account')
  await elsewhere.goto('/')
  await expect(elsewhere.getByRole('link', { name: 'Continue' })).toHaveAttribute('href', lesson)
  await elsewhere.close()
})

test('the operator’s link makes an administrator, who makes an instructor; the log tells', async ({
  page,
  product,
  browser,
  baseURL,
}) => {
  test.skip(!canRestart, 'needs the command of the product')
  const link = await product.administratorLink()
  await page.goto(link)
  await makeAccount(page, 'root')
  await expect(page.getByRole('heading', { name: 'Accounts' })).toBeVisible()
  expect(await violations(page)).toEqual([])

  const other = await browser.newPage({ baseURL })
  await other.goto(link)
  await makeAccount(other, 'ida')
  await expect(other.getByRole('alert').filter({ hasText: 'used already' })).toBeVisible()
  await other.close()

  await page.reload()
  await page.getByRole('combobox', { name: 'Role of ida' }).selectOption('instructor')
  await expect(page.getByRole('status')).toHaveText('ida: instructor from now on.')
  await page.getByText('Add a learning platform').click()
  const platform = {
    ...{ 'Name of the platform': 'Moodle', 'Issuer (platform id)': 'https://moodle.example.org' },
    ...{ 'Client id': 'abc', 'Deployment ids, separated by spaces': '1 2' },
    'Authentication request URL': 'https://moodle.example.org/mod/lti/auth.php',
    'Access token URL': 'https://10.0.0.1/mod/lti/token.php',
    'Public keyset URL': 'https://moodle.example.org/mod/lti/certs.php',
  }
  for (const [label, value] of Object.entries(platform)) await page.getByLabel(label).fill(value)
  await page.getByRole('button', { name: 'Add it' }).click()
  await expect(
    page.getByRole('alert').filter({ hasText: 'Nothing is sent to https://10.0.0.1' }),
  ).toBeVisible()
  await page.getByLabel('Access token URL').fill('https://moodle.example.org/mod/lti/token.php')
  await page.getByRole('button', { name: 'Add it' }).click()
  await expect(page.getByText('https://moodle.example.org, client abc')).toBeVisible()
  expect(await violations(page), 'with a learning platform').toEqual([])
  await page.getByRole('button', { name: 'Remove Moodle' }).click()
  await expect(page.getByText('None may launch netpol-lab yet.')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('region', { name: 'Audit log' })).toContainText('role.given')
  await expect(page.getByRole('region', { name: 'Audit log' })).toContainText('platform.removed')
})
