import type { Action } from './use-action'

/** Why an action failed. */
export const ActionError = ({ action }: { action: Pick<Action, 'error'> }) =>
  action.error ? (
    <p role="alert" className="notice bad">
      {action.error}
    </p>
  ) : null
