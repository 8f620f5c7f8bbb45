/** Why something asked for is not done. Codes are part of the API: pages and scripts look at them. */
export type RefusalCode =
  | 'not-found'
  | 'unknown-course'
  | 'unknown-lesson'
  | 'unknown-task'
  | 'objects-changed'
  | 'lesson-not-open'
  | 'task-not-open'
  | 'check-running'
  | 'check-timeout'
  | 'busy'
  | 'start-failed'
  | 'no-capacity'
  | 'too-many-terminals'
  | 'unusable-answer'
  | 'course-not-finished'
  | 'name-missing'
  | 'account-already'
  | 'account-needed'
  | 'last-administrator'
  | 'login-taken'
  | 'token-unusable'
  | 'too-many-tokens'
  | 'too-many-tries'
  | 'wrong-password'
  | 'last-instructor'
  | 'lesson-closed'
  | 'poll-over'
  | 'seats-taken'
  | 'unknown-account'
  | 'unknown-code'
  | 'unknown-language'
  | 'unknown-provider'
  | 'elsewhere'
  | 'ends-before-start'
  | 'workshop-full'
  | 'workshop-over'
  | 'address-refused'
  | 'platform-known'
  | 'too-many-webhooks'

/** What was asked for cannot be done; `message` says why in words for the learner. */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.name = 'Refusal'
  }
}
