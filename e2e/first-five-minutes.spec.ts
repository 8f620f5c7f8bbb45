import {
  allowClientToWeb,
  apply,
  check,
  denyIngress,
  expect,
  lesson,
  openLesson,
  paste,
  run,
  screen,
  startNow,
  terminal,
  test,
} from './journey'

test('from "Start now" to four running pods without a further click', async ({ page }) => {
  await startNow(page)
  await expect(screen(page)).toContainText(/api.*Running.*client.*Running.*db.*Running.*web.*Running/s)
  await expect(terminal(page)).toBeFocused()
})

test('keys typed before the sandbox is ready are kept and run', async ({ page }) => {
  // The terminal's own script comes late: until then the page itself must take the keys.
  await page.route('**/*.js', async route => {
    const response = await route.fetch()
    if ((await response.text()).includes('xterm-screen'))
      await new Promise(resolve => setTimeout(resolve, 1_500))
    await route.fulfill({ response })
  })
  await startNow(page)
  await expect(terminal(page)).toBeFocused()
  await page.keyboard.type('echo typed-$((20 + 3))-early')
  await page.keyboard.press('Enter')
  await expect(screen(page)).toContainText('typed-23-early')
})

test('placeholders are filled from the live pod when run and when copied', async ({ page }) => {
  await openLesson(page)
  const block = page.getByRole('figure').filter({ hasText: 'kubectl exec -n netpol-demo client' }).first()
  await expect(block).toContainText(/http:\/\/10\.\d+\.\d+\.\d+/)
  await block.getByRole('button', { name: 'Run in terminal' }).click()
  await expect(screen(page)).toContainText('Welcome to nginx!')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await block.getByRole('button', { name: 'Copy' }).click()
  await expect(block.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/http:\/\/10\.\d+\.\d+\.\d+$/)
})

test('a command for a pod that is gone is not run, and says why', async ({ page }) => {
  await openLesson(page)
  await run(page, 'kubectl delete pod web -n netpol-demo')
  const block = page.getByRole('figure').filter({ hasText: 'client -- wget' }).first()
  await expect(block).toContainText('<web-ip>')
  await block.getByRole('button', { name: 'Run in terminal' }).click()
  await expect(block.getByRole('status')).toContainText('web has no address at the moment')
  await run(page, 'kubectl create deployment web -n netpol-demo --image=nginx')
  await expect(block).toContainText(/http:\/\/10\.\d+\.\d+\.\d+/)
  await block.getByRole('button', { name: 'Run in terminal' }).click()
  await expect(screen(page)).toContainText('Welcome to nginx!')
})

test('a connection that is silent in a shell of a pod gets the note, too', async ({ page }) => {
  await openLesson(page)
  await apply(page, denyIngress)
  await expect(screen(page)).toContainText('default-deny-ingress created')
  const address = await page.getByRole('figure').filter({ hasText: 'client -- wget' }).first().innerText()
  await run(page, 'kubectl exec -it -n netpol-demo client -- sh')
  await expect(screen(page)).toContainText('/ #')
  await run(page, `wget -qO- ${/http:\/\/[\d.]+/.exec(address)?.[0]}`)
  const note = page.getByText(/^Nothing comes back/)
  await expect(note).toBeVisible()
  await page.getByRole('button', { name: 'Stop it' }).click()
  await expect(note).toBeHidden()
  await expect(terminal(page)).toBeFocused()
})

test('a silent connection gets a note beside the terminal', async ({ page }) => {
  await openLesson(page)
  await apply(page, denyIngress)
  await expect(screen(page)).toContainText('default-deny-ingress created')
  const address = await page.getByRole('figure').filter({ hasText: 'client -- wget' }).first().innerText()
  await run(page, `kubectl exec -n netpol-demo client -- wget -qO- ${/http:\/\/[\d.]+/.exec(address)?.[0]}`)
  const note = page.getByText(
    'Nothing comes back: this is what a blocked packet looks like. Ctrl-C stops it.',
  )
  await expect(note).toBeVisible()
  await page.keyboard.press('Control+C')
  await expect(note).toBeHidden()
})

test('each failed check offers "try it yourself", which types without Enter', async ({ page }) => {
  await openLesson(page)
  await check(page).click()
  const wrong = page.getByRole('list', { name: 'Checks that did not pass' })
  await wrong.getByRole('button', { name: 'Try it yourself' }).first().click()
  await expect(terminal(page)).toBeFocused()
  await expect(screen(page)).toContainText(/kubectl exec .* 10\.\d+\.\d+\.\d+|kubectl exec .*http:\/\/10\./)
  await expect(screen(page)).not.toContainText('Welcome to nginx!')
  await page.keyboard.press('Enter')
  await expect(screen(page)).toContainText(/Welcome to nginx!|open|succeeded/)
})

test('a hint is seen when it is taken, however much was found wrong, and is there after a reload', async ({
  page,
}) => {
  await openLesson(page)
  await check(page).click()
  await expect(page.getByText(/^Not yet/)).toBeInViewport()
  await expect(page.getByText(/more checks did not pass$/)).toBeVisible()
  const tasks = page.getByRole('region', { name: 'Tasks' })
  await tasks.getByRole('button', { name: 'Show a hint' }).click()
  const hint = tasks.getByRole('heading', { name: 'Hint 1' })
  await expect(hint).toBeInViewport()
  await page.reload()
  await expect(hint).toBeVisible()
  await expect(tasks.getByRole('button', { name: 'Show hint 2 of 3' })).toBeVisible()
})

test('what the last check found is there after a reload, until the start is given again', async ({
  page,
}) => {
  await openLesson(page)
  await check(page).click()
  await expect(page.getByText(/^Not yet/)).toBeVisible()
  await page.reload()
  await expect(page.getByText(/^Not yet/)).toBeVisible()
  await expect(page.getByText('This is what your last check found.')).toBeVisible()
  await expect(terminal(page)).toBeFocused()
  await page.getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reset the cluster' }).click()
  await expect(page.getByText(/^Not yet/)).toBeHidden()
  await page.reload()
  await expect(page.getByText('Cluster ready')).toBeAttached()
  await expect(page.getByText(/^Not yet/)).toBeHidden()
})

test('after a policy changes the matrix marks what opened, and says it in one line', async ({ page }) => {
  await openLesson(page)
  const line = page.getByRole('status', { name: 'What the last change did' })
  await apply(page, denyIngress)
  await expect(line).toContainText(/default-deny-ingress: \d+ closed: /)
  await apply(page, allowClientToWeb)
  await expect(line).toHaveText('allow-client-to-web: 1 opened: client -> web 80')
  await expect(page.getByRole('button', { name: /^client to web, 80\/TCP: open, just opened/ })).toBeVisible()
})

test('a cell opens the explanation', async ({ page }) => {
  await openLesson(page)
  await apply(page, denyIngress)
  await page.getByRole('button', { name: /^client to web, 80\/TCP: blocked/ }).click()
  const explanation = page.getByRole('region', { name: /client → web/ })
  await expect(explanation).toContainText('default-deny-ingress')
  await explanation.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('button', { name: /^client to web, 80\/TCP/ })).toBeFocused()
})

test('a pasted manifest may be applied', async ({ page }) => {
  await openLesson(page)
  await paste(page, denyIngress)
  await page
    .getByRole('alertdialog', { name: 'Pasted YAML' })
    .getByRole('button', { name: 'Apply it' })
    .click()
  await expect(screen(page)).toContainText('networkpolicy.networking.k8s.io/default-deny-ingress created')
})

test('a manifest with line ends of Windows may be applied', async ({ page }) => {
  await openLesson(page)
  await paste(page, `# mine\r\n---\r\n${denyIngress.replaceAll('\n', '\r\n')}`)
  await page.getByRole('button', { name: 'Apply it' }).click()
  await expect(screen(page)).toContainText('default-deny-ingress created')
})

test('a pasted manifest may be opened in the editor, saved and applied from there', async ({ page }) => {
  await openLesson(page)
  await paste(page, denyIngress)
  await page
    .getByRole('alertdialog', { name: 'Pasted YAML' })
    .getByRole('button', { name: 'Open in editor' })
    .click()
  await expect(page.getByRole('textbox', { name: 'default-deny-ingress.yaml, text' })).toContainText(
    'kind: NetworkPolicy',
  )
  await page.getByRole('button', { name: 'Apply', exact: true }).click()
  await expect(screen(page)).toContainText('default-deny-ingress created')
  await run(page, 'ls')
  await expect(screen(page)).toContainText('default-deny-ingress.yaml')
})

test('"No resources found" gets a note that names the lesson’s namespace; k completes as kubectl', async ({
  page,
}) => {
  await openLesson(page)
  await run(page, 'k get networkpolicies')
  await expect(screen(page)).toContainText('No resources found in default namespace.')
  await expect(page.getByText('This lesson lives in the namespace netpol-demo')).toBeVisible()
  await page.keyboard.type('k get networkpol')
  await page.keyboard.press('Tab')
  await expect(screen(page)).toContainText(/k get networkpolic(y|ies)(\.networking\.k8s\.io)?\s*$/)
})

test('a pass shows what changed and leads on; a returning learner lands on the exact task', async ({
  page,
}) => {
  await openLesson(page)
  await apply(page, denyIngress)
  await expect(screen(page)).toContainText('default-deny-ingress created')
  await check(page).click()
  await expect(page.getByRole('status').filter({ hasText: /^Passed: all \d+ checks agree/ })).toBeVisible()
  await expect(page.getByText(/Since the start, \d+ connections closed\./)).toBeVisible()
  const changes = page.getByRole('region', { name: 'Connections before and now' })
  await expect(changes.getByRole('row', { name: /client → .*web 80\/TCP open blocked/ })).toBeVisible()
  const next = page.getByRole('link', { name: /^Next lesson: 06/ })
  await expect(next).toBeFocused()
  await expect(next).toBeInViewport({ ratio: 1 })
  await page.keyboard.press('Enter')
  await page.waitForURL('**/06-default-deny-egress')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('06')
  const task = await page
    .getByRole('region', { name: 'Tasks' })
    .getByRole('heading', { level: 2 })
    .innerText()

  await page.goto('/')
  await expect(page.getByText(task)).toBeVisible()
  await page.getByRole('link', { name: 'Continue' }).click()
  await page.waitForURL('**/06-default-deny-egress')
  await expect(page.getByRole('region', { name: 'Tasks' }).getByRole('heading', { level: 2 })).toHaveText(
    task,
  )
  await page.goto('/courses/network-policies')
  await expect(page.getByRole('link', { name: /Deny all ingress.*passed/ })).toBeVisible()
  await page.goto(lesson)
  await expect(page.getByRole('region', { name: 'Tasks' }).getByText('Passed').first()).toBeVisible()
})
