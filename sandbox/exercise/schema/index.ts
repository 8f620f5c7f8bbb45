export { type About, type AnswerKind, answerKinds } from './about'
export { type Check, checkSchema } from './checks'
export {
  type ExerciseText,
  exerciseSchema,
  type Role,
  roleSchema,
  type Task,
  taskSchema,
} from './exercise'
export { type ExternalHost, externalHostSchema } from './external-host'
export { type Intent, type IntentStatement, intentSchema } from './intent'
export { predictionSchema } from './prediction'
export type { Requirement } from './requirements'
