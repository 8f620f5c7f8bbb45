/** Under which the registry keeps definitions. */
export const definitionsResource = 'apiextensions.k8s.io/customresourcedefinitions'
