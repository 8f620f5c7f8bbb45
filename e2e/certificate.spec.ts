import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, check, expect, openLesson, run, screen, violations } from './journey'
import { startProduct } from './product'

/** A product whose one course is one lesson long: the one that authors begin from. */
const test = base.extend({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from this pattern
    async ({}, use) => {
      const content = await mkdtemp(join(tmpdir(), 'netpol-lab-content-'))
      await mkdir(join(content, 'small'))
      await writeFile(
        join(content, 'small/course.yaml'),
        'title: A small course\ndescription: D\nstart: 01-close\nlessons: [01-close]\n',
      )
      await cp('bin/new/template', join(content, 'small/01-close'), { recursive: true })
      const product = await startProduct({ CONTENT_DIR: content })
      await use(product)
      await product.stop()
      await rm(content, { recursive: true })
    },
    { scope: 'worker', timeout: 300_000 },
  ],
})

test.skip(Boolean(process.env.BASE_URL), 'a product of BASE_URL has no course that is done in a minute')

test('who finishes a course gets a certificate to print, and anybody who has the link may verify it', async ({
  page,
  browser,
}) => {
  test.slow()
  await openLesson(page, '/courses/small/01-close')
  await run(
    page,
    `kubectl create -f - <<< '{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"closed","namespace":"shop"},"spec":{"podSelector":{}}}'`,
  )
  await expect(screen(page)).toContainText('closed created')
  await check(page).click()
  await expect(page.getByRole('heading', { name: 'Passed' })).toBeVisible()

  await page.goto('/courses/small')
  const get = page.getByRole('button', { name: 'Get your certificate' })
  expect(await violations(page), 'the course, done').toEqual([])
  await page.getByRole('textbox', { name: 'Whose name goes on the certificate?' }).fill('Ada Lovelace')
  await get.click()
  await page.waitForURL('**/certificates/*')
  const certificate = page.getByRole('article', { name: 'Ada Lovelace' })
  await expect(certificate).toContainText('A small course')
  await expect(certificate).toContainText('1 task in 1 lesson')
  expect(await violations(page), 'the certificate').toEqual([])

  await page.emulateMedia({ media: 'print' })
  await expect(certificate).toBeVisible()
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden()
  await expect(page.getByRole('banner')).toBeHidden()

  const stranger = await browser.newContext({ colorScheme: 'dark', viewport: { width: 375, height: 760 } })
  const theirs = await stranger.newPage()
  await theirs.goto(page.url())
  await expect(theirs.getByRole('heading', { name: 'This certificate is genuine' })).toBeVisible()
  await theirs.getByRole('button', { name: 'Grade the answers again' }).click()
  await expect(theirs.getByText('1 of 1 passed again.')).toBeVisible()
  expect(await violations(theirs), 'the certificate, graded again').toEqual([])

  const forged = await theirs.goto(page.url().replace(/\.[^.]+$/, '.forged'))
  expect(forged?.status()).toBe(404)
  await stranger.close()
})
