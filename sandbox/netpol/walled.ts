import type { Side } from './model'

/** Does the wall between those who share a cluster stop it on this side, whatever other policies say? */
export const isWalled = ({ allowed, rule }: Side): boolean => !allowed && rule?.kind === 'Wall'
