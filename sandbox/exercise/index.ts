export type { Exercise } from './exercise'
export * from './result'
export {
  type Check,
  checkSchema,
  type ExerciseText,
  exerciseSchema,
  type Intent,
  intentSchema,
  type Role,
  roleSchema,
  type Task,
  taskSchema,
} from './schema'
export type { StartObject } from './start'
