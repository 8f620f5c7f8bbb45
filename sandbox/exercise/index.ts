export { inside } from './addresses'
export { type Exercise, exerciseOf } from './exercise'
export {
  createExpectations,
  type Expectation,
  type ExpectationSource,
  isMeant,
  type PairExpectation,
  type Statement,
  statements,
} from './expectation'
export {
  type End,
  type FlowSet,
  FlowTextError,
  type Ports,
  parseEnd,
  parseFlow,
  reservedEnds,
} from './flow-text'
export {
  createIdentify,
  dnsLabels,
  dnsNamespace,
  type Identity,
  namespaceNameLabel,
  type WhoIsWho,
} from './identity'
export { asApplied } from './last-applied'
export { namespacesOf } from './namespaces-of'
export * from './result'
export {
  type About,
  type AnswerKind,
  answerKinds,
  type Check,
  checkSchema,
  type ExerciseText,
  type ExternalHost,
  exerciseSchema,
  type Intent,
  intentSchema,
  type Requirement,
  type Role,
  roleSchema,
  type Task,
  taskSchema,
} from './schema'
export type { StartObject } from './start'
export { surroundingsOf } from './surroundings'
export { type CellAnswer, cellAnswers, cellKey, parseCell, type TableCell } from './truth-table'
