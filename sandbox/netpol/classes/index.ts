export { type AddressClass, addressClasses, textOf } from './address-classes'
export { type LabelClass, type LabelClassOptions, labelClasses } from './label-classes'
export { PolicyClasses, Signatures } from './policy-classes'
export { portRepresentatives } from './port-classes'
