import type { Platform } from '@/protocol'
import { request } from './request'

export type NewPlatform = Omit<Platform, 'id' | 'createdAt'>

export const addPlatform = (wanted: NewPlatform) => request<Platform>('POST', '/platforms', wanted)

export const removePlatform = (id: string) => request<void>('DELETE', `/platforms/${encodeURIComponent(id)}`)
