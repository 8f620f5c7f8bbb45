/** How long the kubelet waits before it looks again at what could not be done. Milliseconds. */
export const syncPeriod = 10_000
