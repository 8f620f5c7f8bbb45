import { apply, denyIngress, expect, lesson, openLesson, screen, test } from './journey'

const sandboxOf = (requests: string[]) =>
  requests.map(url => /sandboxes\/([^/]+)\//.exec(url)?.[1]).find(Boolean)

test('an unknown lesson is a page that says so', async ({ page }) => {
  const response = await page.goto('/courses/network-policies/99-nothing')
  expect(response?.status()).toBe(404)
  await expect(page.getByRole('heading', { name: 'Nothing listens here' })).toBeVisible()
})

test('an address that cannot be read is a page that says so', async ({ page }) => {
  for (const address of ['/courses/%E0%A4%A/x', '/%E0%A4%A', '/courses/__proto__/x']) {
    const response = await page.goto(address)
    expect(response?.status(), address).toBe(404)
    await expect(page.getByRole('heading', { name: 'Nothing listens here' })).toBeVisible()
  }
})

test('pages say what may run in them', async ({ page }) => {
  for (const path of ['/', '/courses/network-policies', '/nowhere']) {
    const headers = (await page.goto(path))!.headers()
    expect(headers['content-security-policy']).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic';/)
    expect(headers['x-content-type-options']).toBe('nosniff')
  }
})

test('a sandbox of somebody else is not there', async ({ page, browser, product }) => {
  const requests: string[] = []
  page.on('request', request => requests.push(request.url()))
  await openLesson(page)
  const sandbox = sandboxOf(requests)
  expect(sandbox).toBeTruthy()

  const stranger = await browser.newPage({ baseURL: product.url })
  await openLesson(stranger)
  const files = `/api/v1/sandboxes/${sandbox}/files?path=/home/learner`
  const mine = await page.request.get(files)
  const theirs = await stranger.request.get(files)
  const nobodys = await stranger.request.get(files.replace(sandbox!, 'sandbox-that-never-was'))
  expect(mine.status()).toBe(200)
  expect(theirs.status()).toBe(404)
  expect(await theirs.text()).toBe(await nobodys.text())
  const refused = await stranger.evaluate(
    id =>
      new Promise<boolean>(resolve => {
        const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/ws/sandboxes/${id}/live`)
        socket.onopen = () => resolve(false)
        socket.onerror = () => resolve(true)
      }),
    sandbox,
  )
  expect(refused).toBe(true)
  await stranger.close()
})

test('another tab takes the sandbox to another lesson; this one can take it back', async ({
  page,
  context,
}) => {
  await openLesson(page)
  const other = await context.newPage()
  await other.goto('/courses/network-policies/08-allow-ingress')
  await expect(page.getByText(/This sandbox is now at lesson 08/)).toBeVisible()
  await page.getByRole('button', { name: 'Take it back to this lesson' }).click()
  await expect(page.getByText(/This sandbox is now at lesson/)).toBeHidden()
  await expect(other.getByText(/This sandbox is now at lesson 05/)).toBeVisible()
})

test('objects that the learner made are not replaced unasked', async ({ page }) => {
  await openLesson(page)
  await apply(page, denyIngress)
  await expect(screen(page)).toContainText('default-deny-ingress created')
  await page.goto('/courses/network-policies/08-allow-ingress')
  const asked = page.getByRole('dialog', { name: 'Replace what you made?' })
  await asked.getByRole('button', { name: 'Keep my objects' }).click()
  await expect(page.getByText(/This sandbox is now at lesson 05/)).toBeVisible()
  await page.getByRole('button', { name: 'Take it back to this lesson' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Replace and open' }).click()
  await expect(page.getByText(/This sandbox is now at lesson/)).toBeHidden()
})

test('Reset asks, and brings the start back', async ({ page }) => {
  await openLesson(page)
  await apply(page, denyIngress)
  await expect(page.getByRole('button', { name: /^client to web, 80\/TCP: blocked/ })).toBeVisible()
  await page.getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reset the cluster' }).click()
  await expect(page.getByRole('button', { name: /^client to web, 80\/TCP: open/ })).toBeVisible()
})

test('a lesson can be read by who has not started', async ({ page }) => {
  await page.goto(lesson)
  await expect(page.getByRole('article', { name: 'Lesson' })).toContainText('netpol-demo')
  await expect(page.getByRole('button', { name: 'Start now' })).toBeVisible()
})
