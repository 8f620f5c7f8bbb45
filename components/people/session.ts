import { RequestFailed } from '@/components/request/request'
import { text } from '@/components/ui/text'

/** Loaded when it is needed: most pages need no sign-in. */
const nextAuth = () => import('next-auth/react')

const failed = (error: string) =>
  new Error(error === 'CredentialsSignin' ? text('people.sign-in.wrong') : error)

export async function signIn(login: string, password: string): Promise<void> {
  const answer = await (await nextAuth()).signIn('password', { login, password, redirect: false })
  if (answer?.error) throw failed(answer.error)
}

/** Signs in as a guest unless somebody is signed in here. */
export async function beSomebody(): Promise<void> {
  const answer = await (await nextAuth()).signIn('guest', { redirect: false })
  if (answer?.error) throw new Error(text('home.start.failed'))
}

/** Signs in as somebody with a seat in a workshop, unless somebody is signed in here. */
export async function beParticipant(code: string, name: string): Promise<void> {
  const answer = await (await nextAuth()).signIn('join', { code, name, redirect: false })
  if (answer?.error === 'busy') throw new RequestFailed(503, 'busy', text('workshop.join.busy'), 2)
  if (answer?.error)
    throw new Error(answer.error === 'CredentialsSignin' ? text('home.start.failed') : answer.error)
}

/** Back to a seat in a workshop, as the guest who sits there. */
export async function comeBack(code: string): Promise<void> {
  const answer = await (await nextAuth()).signIn('seat', { code, redirect: false })
  if (answer?.error)
    throw new Error(answer.error === 'CredentialsSignin' ? text('workshop.come-back.wrong') : answer.error)
}

export async function signOut(): Promise<void> {
  await (await nextAuth()).signOut({ redirect: false })
}

/** Leaves for a page as whoever is signed in now: nothing of this page is shown on. */
export const leaveFor = (path: string) => window.location.assign(path)
