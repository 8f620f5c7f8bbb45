'use client'

import { useState } from 'react'
import { accountsCalled, giveRole, passwordLink } from '@/components/request/people'
import { ActionError } from '@/components/ui/action-error'
import { Field } from '@/components/ui/field'
import { PlainTable } from '@/components/ui/plain-table'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import type { KnownAccount, Role } from '@/protocol'

const columns = ['people.login', 'people.role', 'people.password'] as const
const roles = ['learner', 'instructor', 'administrator'] as const satisfies readonly Role[]

/** Every account with its role, for administrators. */
export function AccountsTable({ accounts: first }: { accounts: readonly KnownAccount[] }) {
  const [accounts, setAccounts] = useState(first)
  const [search, setSearch] = useState('')
  const [said, setSaid] = useState<string>()
  const action = useAction()
  const change = (account: KnownAccount, role: Role) =>
    void action.run(async () => {
      const changed = await giveRole(account.id, role)
      setAccounts(accounts.map(one => (one.id === changed.id ? changed : one)))
      setSaid(text('people.role.given', { login: account.login ?? '', role: text(`people.role.${role}`) }))
    })
  const link = (account: KnownAccount) =>
    void action.run(async () => {
      const { token } = await passwordLink(account.id)
      const address = `${window.location.origin}/password#${token}`
      setSaid(text('people.password.link', { login: account.login ?? '', address }))
    })
  return (
    <>
      <form className="form" onSubmit={action.submit(async () => setAccounts(await accountsCalled(search)))}>
        <Field label={text('people.search')} type="search" value={search} onText={setSearch} maxLength={80} />
        <button type="submit" className="button">
          {text('people.search.now')}
        </button>
      </form>
      <PlainTable label={text('people.accounts')} columns={columns.map(name => text(name))}>
        {accounts.map(account => (
          <tr key={account.id}>
            <th scope="row">{account.login}</th>
            <td>
              <select
                className="field small"
                aria-label={text('people.role.of', { login: account.login ?? '' })}
                value={account.role}
                onChange={event => change(account, event.target.value as Role)}
              >
                {roles.map(role => (
                  <option key={role} value={role}>
                    {text(`people.role.${role}`)}
                  </option>
                ))}
              </select>
            </td>
            <td>
              <button
                type="button"
                className="button small"
                aria-label={text('people.password.link.for', { login: account.login ?? '' })}
                onClick={() => link(account)}
              >
                {text('people.password.link.make')}
              </button>
            </td>
          </tr>
        ))}
      </PlainTable>
      <p role="status" className="said">
        {said}
      </p>
      <ActionError action={action} />
    </>
  )
}
