/** Whoever deletes a claim or a volume waits until nobody uses it (admission plugin StorageObjectInUseProtection). */
export const claimProtection = 'kubernetes.io/pvc-protection'
export const volumeProtection = 'kubernetes.io/pv-protection'
