import { expect, openLesson, run, screen, terminal, test } from './journey'

test('a reload restores the screen', async ({ page }) => {
  await openLesson(page)
  await run(page, 'echo remembered-$((40 + 2))')
  await expect(screen(page)).toContainText('remembered-42')
  await page.reload()
  await expect(screen(page)).toContainText('remembered-42')
  await run(page, 'echo again-$((1 + 1))')
  await expect(screen(page)).toContainText('again-2')
})

test('what is typed while the connection is lost is typed when it is back', async ({ page, context }) => {
  await openLesson(page)
  await context.setOffline(true)
  await run(page, 'echo offline-$((3 * 3))')
  await context.setOffline(false)
  await expect(screen(page)).toContainText('offline-9')
})

test('the keyboard leads out of the terminal in two ways', async ({ page }) => {
  await openLesson(page)
  await terminal(page).focus()
  await page.keyboard.press('Control+Shift+E')
  await expect(page.getByRole('button', { name: 'Keys' })).toBeFocused()
  await terminal(page).focus()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  await expect(terminal(page)).not.toBeFocused()
})

test('vi opens the editor, and what is saved there is in the file', async ({ page }) => {
  await openLesson(page)
  await run(page, 'vi note.txt && cat note.txt')
  const editor = page.getByRole('textbox', { name: 'note.txt, text' })
  await editor.click()
  await page.keyboard.type('written in the editor')
  await page.getByRole('button', { name: 'Save and close' }).click()
  await expect(screen(page)).toContainText('written in the editor')
  await expect(terminal(page)).toBeFocused()
})

test('kubectl edit opens the editor and goes on when it is saved', async ({ page }) => {
  await openLesson(page)
  await run(page, 'kubectl edit -n netpol-demo pod web')
  const editor = page.getByRole('textbox', { name: /, text$/ })
  await expect(editor).toContainText('kind: Pod')
  await expect(page.getByText('The terminal waits for this file.')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(screen(page)).toContainText(/Edit cancelled/)
})

test('a file opened from the lesson is saved and seen by the terminal, and changes there are seen here', async ({
  page,
}) => {
  await openLesson(page)
  await page.getByRole('button', { name: 'Open in editor' }).first().click()
  const editor = page.getByRole('textbox', { name: 'default-deny-ingress.yaml, text' })
  await expect(editor).toContainText('kind: NetworkPolicy')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('(not saved)')).toBeHidden()
  await page.getByRole('tab', { name: 'Terminal' }).last().click()
  await run(page, 'echo "# from the terminal" >> default-deny-ingress.yaml')
  await page.getByRole('tab', { name: 'Editor' }).last().click()
  await expect(editor).toContainText('# from the terminal')
})
