import type { ApiToken, AuditEntry, KnownAccount, Person, Role } from '@/protocol'
import { request } from './request'

export const becomeAccount = (login: string, password: string) =>
  request<Person>('POST', '/me/account', { login, password })

export const changePassword = (current: string, password: string) =>
  request<void>('PUT', '/me/password', { current, password })

export const setPassword = (token: string, password: string) =>
  request<void>('POST', '/passwords', { token, password })

export const endSessions = () => request<void>('DELETE', '/me/sessions')

export const deletePerson = (password: string | undefined) => request<void>('DELETE', '/me', { password })

export const claimAdministrator = (token: string) => request<Person>('POST', '/me/administrator', { token })

export const makeToken = (name: string) =>
  request<ApiToken & { token: string }>('POST', '/me/tokens', { name })

export const removeToken = (id: string) => request<void>('DELETE', `/me/tokens/${id}`)

export const accountsCalled = (search: string) =>
  request<KnownAccount[]>('GET', `/people?search=${encodeURIComponent(search)}`)

export const giveRole = (id: string, role: Role) =>
  request<KnownAccount>('PUT', `/people/${id}/role`, { role })

export const passwordLink = (id: string) =>
  request<{ token: string; expiresAt: string }>('POST', `/people/${id}/password-link`)

export const auditLog = () => request<AuditEntry[]>('GET', '/audit')
