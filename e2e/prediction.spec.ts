import { expect, openLesson, run, screen, test } from './journey'

test('a prediction is kept, and shown beside what the first probe did, over a reload as well', async ({
  page,
}) => {
  await openLesson(page)
  const prediction = page.getByRole('region', { name: 'Your prediction' })
  await prediction.getByRole('radio', { name: 'It times out' }).check()
  await expect(prediction.getByRole('status')).toHaveText('Noted. Now try it.')
  const address = await page.getByRole('figure').filter({ hasText: 'client -- wget' }).first().innerText()
  await run(page, `kubectl exec -n netpol-demo client -- wget -qO- ${/http:\/\/[\d.]+/.exec(address)?.[0]}`)
  await expect(screen(page)).toContainText('Welcome to nginx!')
  await expect(prediction.getByRole('status')).toContainText('It answered. Not what you expected')
  await page.reload()
  await expect(prediction.getByRole('radio', { name: 'It times out' })).toBeChecked()
  await expect(prediction.getByRole('radio', { name: 'It answers' })).toBeDisabled()
})
