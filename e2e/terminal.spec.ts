import { expect, openLesson, paste, run, screen, terminal, test } from './journey'

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

test('a second terminal stands beside the first, over a reload as well', async ({ page }) => {
  await openLesson(page)
  await run(page, 'kubectl get pods -n netpol-demo -w')
  await page.getByRole('button', { name: 'Open another terminal' }).click()
  await expect(page.getByRole('textbox', { name: 'Terminal 2' })).toBeFocused()
  await expect(screen(page)).toContainText('$')
  await run(page, 'kubectl label pod web -n netpol-demo watched=yes')
  await expect(screen(page)).toContainText('pod/web labeled')
  const tabs = page.getByRole('tablist', { name: 'Open terminals' })
  await tabs.getByRole('tab', { name: 'Terminal', exact: true }).click()
  await expect(terminal(page)).toBeFocused()
  await expect(screen(page)).toContainText(/-w.*web .*web /s)
  await page.reload()
  await tabs.getByRole('tab', { name: 'Terminal 2' }).click()
  await expect(screen(page)).toContainText('pod/web labeled')
  await page.getByRole('button', { name: 'Close Terminal 2' }).click()
  await expect(tabs).toBeHidden()
  await expect(screen(page)).toContainText('-w')
})

test('megabytes and binary pasted do no harm', async ({ page }) => {
  await openLesson(page)
  const bytes = Array.from({ length: 3_000 }, (_, at) => String.fromCharCode((at * 7) % 256)).join('')
  await paste(page, bytes)
  await page.keyboard.press('Control+C')
  await paste(page, `# ${'x'.repeat(98)}\n`.repeat(20_000))
  await page.keyboard.press('Control+C')
  await run(page, 'clear')
  await run(page, 'echo alive-$((2 + 2))')
  await expect(screen(page)).toContainText('alive-4')
})

test('a pasted manifest of megabytes is answered by the cluster', async ({ page }) => {
  await openLesson(page)
  await paste(
    page,
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: big}\ndata:\n  x: ${'y'.repeat(1_900_000)}\n`,
  )
  await page.getByRole('button', { name: 'Apply it' }).click()
  await expect(screen(page)).toContainText(/must have at most|too large/)
})
