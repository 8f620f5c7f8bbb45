/** Where a one-time token makes an administrator. Behind the "#" it goes to no server and no log on the way. */
export const claimAddress = (server: string, token: string) => `${server}/administrator#${token}`
