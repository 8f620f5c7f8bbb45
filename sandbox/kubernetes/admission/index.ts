export { type Admission, admissionServed, applyAdmission, removeAdmission } from './apply'
export type { AdmissionSettings } from './policies'
