import {
  apply,
  canRestart,
  check,
  denyIngress,
  expect,
  type Page,
  run,
  screen,
  test,
  violations,
} from './journey'

const password = 'four words are enough'

/** An account that became administrator by the product's own link, and so may give workshops. */
async function becomeInstructor(page: Page, link: string) {
  await page.goto(link)
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: 'Make an account' }) })
  await form.getByLabel('Name to sign in with').fill('ines')
  await form.getByLabel('Password').fill(password)
  await form.getByRole('button', { name: 'Make an account' }).click()
  await expect(page.getByRole('heading', { name: 'Accounts' })).toBeVisible()
}

/** So many minutes from now, as a field for a time takes it. */
const localTime = (minutes: number) => {
  const now = new Date()
  return new Date(now.getTime() + (minutes - now.getTimezoneOffset()) * 60_000).toISOString().slice(0, 16)
}

/** Pictures of a page, wide and narrow, where SCREENSHOTS names a directory for them. */
async function shot(page: Page, name: string) {
  const directory = process.env.SCREENSHOTS
  if (!directory) return
  await page.bringToFront()
  const before = page.viewportSize()
  for (const width of [1440, 375]) {
    await page.setViewportSize({ width, height: 900 })
    await page.screenshot({ path: `${directory}/${name}-${width}.png`, fullPage: true })
  }
  if (before) await page.setViewportSize(before)
}

test.skip(!canRestart, 'needs the command of the product')

test('an instructor gives a workshop; a guest joins in seconds, errs, passes, and comes back elsewhere', async ({
  page,
  product,
  browser,
  baseURL,
}) => {
  // The longest journey: a whole workshop, with a machine at its limit.
  test.setTimeout(600_000)
  await becomeInstructor(page, await product.administratorLink())
  await page.goto('/workshops')
  await page.getByLabel('Title').fill('Tuesday morning')
  await page.getByLabel('Seats').fill('4')
  await page.getByLabel('Starts at').fill(localTime(60))
  expect(await violations(page), 'making a workshop').toEqual([])
  const lessons = page.getByRole('group', { name: /lessons/ })
  for (const label of await lessons.getByRole('listitem').all()) {
    const box = label.getByRole('checkbox')
    if (!/^\s*0[58]/.test((await label.textContent()) ?? '')) await box.uncheck()
  }
  await expect(page.getByRole('group', { name: /^2 lessons/ })).toBeVisible()
  await page.getByRole('button', { name: 'Make the workshop' }).click()
  await expect(page.getByRole('heading', { name: 'Tuesday morning' })).toBeVisible()
  await expect(page.getByRole('img', { name: 'QR code of the link to join' })).toBeVisible()
  const code = (await page.locator('.invitation-code').textContent()) ?? ''
  await page.getByLabel('Clusters to make ready').fill('2')
  await page.getByRole('button', { name: 'Prepare' }).click()
  await expect(page.getByText('2 of 2 ready, 0 failed')).toBeVisible()
  expect(await violations(page), 'before anybody came').toEqual([])

  const guest = await (await browser.newContext({ baseURL })).newPage()
  await guest.goto(`/join?code=${code}`)
  await expect(guest.getByRole('heading', { name: 'Join “Tuesday morning”' })).toBeVisible()
  await guest.getByLabel('What shall we call you?').fill('Alex')
  await guest.keyboard.press('Enter')
  await expect(guest.getByText('Welcome, Alex.')).toBeVisible()
  expect(await violations(guest), 'a participant’s lessons').toEqual([])
  const personal = (await guest.locator('.personal-code code').textContent()) ?? ''
  await expect(page.getByRole('rowheader', { name: /^Alex\W+here$/ })).toBeVisible()

  // It need not be waited for.
  await expect(guest.getByText('This workshop begins in')).toBeVisible()
  await page.getByRole('button', { name: 'Begin now' }).click()
  await expect(page.getByRole('button', { name: 'Begin now' })).toBeHidden()
  await guest.getByRole('link', { name: 'Begin' }).click()
  await expect(guest.getByText('Cluster ready')).toBeAttached()
  await expect(screen(guest)).toContainText('$')
  await apply(guest, denyIngress.replace('- Ingress', '- Egress'))
  await expect(screen(guest)).toContainText('default-deny-ingress created')
  await check(guest).click()
  await expect(guest.getByText(/^Not yet/)).toBeVisible()

  // The mistake, for everybody to see and of nobody.
  const radar = page.getByRole('region', { name: /^Mistakes of the last/ })
  await radar.getByText('wrong direction').click()
  await radar.getByRole('button', { name: 'Show it to the class' }).click()
  const seen = guest.getByRole('status').filter({ hasText: 'Seen in this class: wrong direction.' })
  await expect(seen).toBeVisible()
  expect(await violations(guest), 'a participant’s lesson').toEqual([])
  await radar.getByRole('button', { name: 'Put it away' }).click()
  await expect(seen).toBeHidden()
  await apply(guest, denyIngress)
  await expect(screen(guest)).toContainText('default-deny-ingress configured')
  await check(guest).click()
  await expect(guest.getByRole('heading', { name: 'Passed' })).toBeVisible()

  // Pushed: nobody has reloaded the instructor's page.
  await expect(page.getByRole('cell', { name: /^05 .*passed, 2 checks, 0 hints/ })).toBeVisible()
  await expect(page.getByText('1 passed, 0 tried, 0 reading, 0 not there')).toBeVisible()
  expect(await violations(page), 'the class').toEqual([])

  const projector = await page.context().newPage()
  await projector.goto(`${page.url()}/projector`)
  await expect(projector.getByText('1 passed, 0 tried, 0 reading, 0 not there')).toBeVisible()
  await expect(projector.getByText('Alex')).toHaveCount(0)
  expect(await violations(projector), 'the projector').toEqual([])
  await shot(projector, 'projector')
  await projector.close()

  const narrow = await browser.newContext({ baseURL, viewport: { width: 375, height: 760 } })
  const elsewhere = await narrow.newPage()
  await elsewhere.goto('/join')
  await elsewhere.getByLabel('Personal code').fill(personal.toLowerCase())
  await elsewhere.getByRole('button', { name: 'Come back' }).click()
  await elsewhere.getByRole('link', { name: 'Tuesday morning' }).click()
  await expect(elsewhere.getByText('Welcome, Alex.')).toBeVisible()
  await expect(elsewhere.getByText('1 of')).toBeVisible()
  expect(await violations(elsewhere), 'narrow').toEqual([])

  // A hand with a question; the instructor answers with a command, and leads everybody to the other lesson.
  await guest.getByRole('button', { name: 'Raise your hand' }).click()
  await guest.getByLabel('What is it about?').fill('What else is there?')
  expect(await violations(guest), 'raising a hand').toEqual([])
  await guest.keyboard.press('Enter')
  await expect(guest.getByRole('button', { name: 'Take your hand down' })).toBeVisible()
  await expect(page.getByText('What else is there?')).toBeVisible()
  await page.getByLabel('Say to everybody').fill('Look at all of them')
  await page.getByLabel('With a command to paste').fill('kubectl get netpol -A')
  await page.getByRole('button', { name: 'Say it' }).click()
  await guest.getByRole('button', { name: 'Put it into my terminal' }).click()
  await expect(screen(guest)).toContainText('kubectl get netpol -A')
  await page.getByRole('button', { name: 'Helped' }).click()
  await expect(guest.getByRole('button', { name: 'Raise your hand' })).toBeVisible()
  await page.getByLabel('Minutes for an exercise').fill('5')
  await page.getByRole('button', { name: 'Start the timer' }).click()
  await expect(guest.getByRole('timer')).toContainText('4:')
  await page.getByRole('button', { name: 'Pause for all' }).click()
  await expect(guest.getByText('A pause for everybody')).toBeVisible()
  expect(await violations(guest), 'a paused lesson').toEqual([])
  await page.getByLabel('Pace').selectOption('together')
  await page.getByLabel('The class has come to').selectOption({ index: 1 })
  await guest.waitForURL('**/lessons/08-allow-ingress')
  await expect(guest.getByRole('heading', { level: 1, name: /^08/ })).toBeVisible()
  await guest.getByRole('button', { name: 'Replace and open' }).click()

  // A question: answered by keyboard, shown when it is over.
  await page.getByLabel('Question', { exact: true }).fill('Does a policy log what it drops?')
  await page.getByLabel('Choice 1', { exact: true }).fill('Yes')
  await page.getByLabel('Choice 2', { exact: true }).fill('No')
  await page.getByLabel('Right is').selectOption('1')
  await page.getByRole('button', { name: 'Ask everybody' }).click()
  const answers = guest.getByRole('group', { name: 'Does a policy log what it drops?' })
  await answers.getByRole('radio', { name: 'Yes' }).focus()
  await guest.keyboard.press('Space')
  await expect(page.getByText('1 of 1 answered.')).toBeVisible()
  await guest.keyboard.press('ArrowDown')
  await expect(answers.getByRole('radio', { name: 'No' })).toBeChecked()
  expect(await violations(guest), 'a question').toEqual([])
  await page.getByRole('button', { name: 'Show everybody the result' }).click()
  await expect(guest.getByText('right', { exact: true })).toBeVisible()
  await shot(page, 'dashboard')
  await page.setViewportSize({ width: 375, height: 900 })
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width, 'the class fits a narrow screen').toBeLessThanOrEqual(375)
  await page.setViewportSize({ width: 1440, height: 900 })
  await shot(guest, 'participant')

  // The instructor's own terminal, seen by everybody.
  await page.getByRole('button', { name: 'Show it to everybody' }).click()
  const mine = page.getByRole('textbox', { name: 'Your terminal, seen by everybody' })
  await mine.focus()
  await page.keyboard.type('echo look-$((40 + 2))\n')
  const watched = guest.getByRole('region', { name: 'Terminal of your instructor' })
  await expect(watched.locator('.xterm-rows')).toContainText('look-42')
  expect(await violations(guest), 'watching a terminal').toEqual([])
  expect(await violations(page), 'sharing a terminal').toEqual([])
  await shot(guest, 'participant-shared')
  await watched.getByRole('button', { name: 'Hide it' }).click()
  await expect(watched.locator('.xterm-rows')).toBeHidden()
  await page.getByRole('button', { name: 'Stop showing it' }).click()
  await expect(watched).toBeHidden()

  // Beside the participant: terminal with consent, matrix, policies, a check that is nobody's attempt.
  await page.getByRole('rowheader').getByRole('link', { name: 'Alex' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Alex' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Who reaches whom' }).getByRole('table')).toBeVisible()
  await page.getByRole('button', { name: 'Ask to type here' }).click()
  await guest.getByRole('button', { name: 'Let them' }).click()
  await expect(page.getByText('Alex lets you type.')).toBeVisible()
  await page.getByRole('textbox', { name: 'Terminal of Alex' }).focus()
  await page.keyboard.type('kubectl get netpol\n')
  await expect(screen(guest)).toContainText('kubectl get netpol')
  await guest.getByRole('button', { name: 'End it' }).click()
  await expect(page.getByRole('button', { name: 'Ask to type here' })).toBeVisible()
  await page.getByRole('button', { name: 'Check their work' }).click()
  await expect(page.getByText(/^(Passed|Failed): 08/)).toBeVisible()
  expect(await violations(page), 'helping').toEqual([])
  await shot(page, 'helping')
  await page.getByRole('button', { name: 'Reset the open lesson' }).click()
  await expect(page.getByText('Reset.', { exact: true })).toBeVisible()

  // The guest passes the rest.
  const spec =
    '{"podSelector":{"matchLabels":{"app":"web"}},"ingress":[{"from":[{"podSelector":{"matchLabels":{"app":"client"}}}],"ports":[{"port":80}]}]}'
  const head =
    '"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"allow","namespace":"netpol-demo"}'
  await run(guest, `kubectl create -f - <<< '{${head},"spec":${spec}}'`)
  await expect(screen(guest)).toContainText('allow created')
  await check(guest).click()
  await guest.getByRole('button', { name: /^Next task: / }).click()
  await guest.getByRole('radio', { name: /^A reply belongs to the connection/ }).check()
  await check(guest).click()
  await expect(guest.getByRole('heading', { name: 'Passed' })).toBeVisible()

  // Afterwards: the report, and a warning before the clusters end, pushed.
  await page.getByRole('link', { name: 'Back to the class' }).click()
  await page.getByText('Settings', { exact: true }).click()
  await page.getByLabel('Clusters end at').fill(localTime(10))
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(guest.getByText(/clusters of this workshop end in (9|10) minutes/)).toBeVisible()
  await page.getByRole('link', { name: 'Report' }).click()
  await expect(page.getByRole('row', { name: /^Alex 3\/3/ })).toBeVisible()
  expect(await violations(page), 'the report').toEqual([])
  await shot(page, 'report')
  const report = page.waitForEvent('download')
  await page.getByRole('link', { name: /CSV/ }).click()
  expect((await report).suggestedFilename()).toBe('Tuesday morning.csv')

  // Certificates: printed by who gives the workshop, looked up by anybody, and the same as the participant gets.
  await page.getByRole('button', { name: 'Certificates to print' }).click()
  const certificate = page.getByRole('article', { name: 'Alex' })
  await expect(certificate).toContainText('Tuesday morning')
  await expect(certificate).toContainText('3 tasks in 2 lessons')
  expect(await violations(page), 'the certificates').toEqual([])
  await shot(page, 'certificates')
  await page.emulateMedia({ media: 'print' })
  await expect(certificate).toBeVisible()
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden()
  const link = (await certificate.getByRole('link').getAttribute('href')) ?? ''
  const stranger = await (await browser.newContext()).newPage()
  await stranger.goto(link)
  await expect(stranger.getByRole('heading', { name: 'This certificate is genuine' })).toBeVisible()
  await expect(stranger.getByRole('article', { name: 'Alex' })).toBeVisible()
  await elsewhere.reload()
  await elsewhere.getByRole('button', { name: 'Get your certificate' }).click()
  await elsewhere.waitForURL(link)
  expect(await violations(elsewhere), 'the certificate of a participant').toEqual([])
  await stranger.close()
  await elsewhere.close()
  await guest.close()
})
