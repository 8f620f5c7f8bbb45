import { limits } from '../limits'
import { ShellError } from './control-flow'

/** Elements of an indexed array, by number, or of an associative one, by string. */
export type Elements = Map<number, string> | Map<string, string>

export type Variable = {
  kind: 'scalar' | 'indexed' | 'associative'
  /** A scalar's value; undefined while only declared. */
  value: string | undefined
  elements: Map<number | string, string>
  exported: boolean
  readonly: boolean
  integer: boolean
  case: 'upper' | 'lower' | undefined
  reference: boolean
}

const maximumReferences = 20

/**
 * The variables of one shell process: global ones, and one scope for every function that is running. Names that the
 * shell itself computes (`$RANDOM`) are not here.
 */
export class Variables {
  #scopes: Array<Map<string, Variable>> = [new Map()]
  #size = 0

  static from(environment: Readonly<Record<string, string>>): Variables {
    const variables = new Variables()
    for (const [name, value] of Object.entries(environment))
      if (isName(name)) variables.set(name, value).exported = true
    return variables
  }

  /** A copy for a subshell. */
  clone(): Variables {
    const copy = new Variables()
    copy.#scopes = this.#scopes.map(
      scope =>
        new Map(
          [...scope].map(([name, variable]) => [name, { ...variable, elements: new Map(variable.elements) }]),
        ),
    )
    copy.#size = this.#size
    return copy
  }

  get depth(): number {
    return this.#scopes.length
  }

  enter(): void {
    this.#scopes.push(new Map())
  }

  leave(): void {
    for (const variable of this.#scopes.pop()!.values()) this.#size -= sizeOf(variable)
  }

  /** The variable that a name means now, through references (`declare -n`). */
  find(name: string): Variable | undefined {
    return this.#at(this.resolve(name))
  }

  resolve(name: string): string {
    for (let step = 0; step < maximumReferences; step++) {
      const variable = this.#at(name)
      if (!variable?.reference || !variable.value) return name
      name = variable.value
    }
    throw new ShellError(`warning: ${name}: circular name reference`)
  }

  get(name: string): string | undefined {
    const variable = this.find(name)
    if (!variable) return undefined
    return variable.kind === 'scalar'
      ? variable.value
      : variable.elements.get(variable.kind === 'indexed' ? 0 : '0')
  }

  /** Sets a scalar (or element 0 of an array) where the name is known, else globally. */
  set(name: string, value: string): Variable {
    const resolved = this.resolve(name)
    const variable = this.#at(resolved) ?? this.#declare(this.#scopes[0]!, resolved)
    this.#mayChange(variable, resolved)
    const converted = convert(variable, value)
    if (variable.kind === 'scalar') {
      this.#grow(converted.length - (variable.value?.length ?? 0), converted.length)
      variable.value = converted
    } else {
      this.setElement(resolved, variable.kind === 'indexed' ? 0 : '0', converted)
    }
    return variable
  }

  setElement(name: string, key: number | string, value: string): void {
    const resolved = this.resolve(name)
    const variable = this.#at(resolved) ?? this.#declare(this.#scopes[0]!, resolved)
    this.#mayChange(variable, resolved)
    if (variable.kind === 'scalar') {
      variable.kind = 'indexed'
      if (variable.value !== undefined) variable.elements.set(0, variable.value)
      variable.value = undefined
    }
    const before = variable.elements.get(key)
    if (before === undefined && variable.elements.size >= limits.elements)
      throw new ShellError(`${resolved}: too many elements`, 1, true)
    const converted = convert(variable, value)
    this.#grow(converted.length - (before?.length ?? 0), converted.length)
    variable.elements.set(key, converted)
  }

  /** Makes the name an (empty) array. */
  clearArray(name: string): void {
    const resolved = this.resolve(name)
    const variable = this.#at(resolved) ?? this.#declare(this.#scopes[0]!, resolved)
    this.#mayChange(variable, resolved)
    this.#size -= sizeOf(variable)
    variable.value = undefined
    variable.elements.clear()
    if (variable.kind === 'scalar') variable.kind = 'indexed'
  }

  /** The variable in the innermost scope (of the running function), made if missing: `local`, `declare`. */
  declareLocal(name: string): Variable {
    const scope = this.#scopes.at(-1)!
    return scope.get(name) ?? this.#declare(scope, name)
  }

  declareGlobal(name: string): Variable {
    return this.#scopes[0]!.get(name) ?? this.#declare(this.#scopes[0]!, name)
  }

  /** Whether something was removed. Throws when it is read-only. */
  unset(name: string): boolean {
    const resolved = this.resolve(name)
    for (let depth = this.#scopes.length - 1; depth >= 0; depth--) {
      const variable = this.#scopes[depth]!.get(resolved)
      if (!variable) continue
      if (variable.readonly) throw new ShellError(`unset: ${resolved}: cannot unset: readonly variable`)
      this.#size -= sizeOf(variable)
      this.#scopes[depth]!.delete(resolved)
      return true
    }
    return false
  }

  unsetElement(name: string, key: number | string): void {
    const variable = this.find(name)
    const before = variable?.elements.get(key)
    if (!variable || before === undefined) return
    this.#size -= before.length
    variable.elements.delete(key)
  }

  /** Names that are visible now, sorted. */
  names(): string[] {
    return [...new Set(this.#scopes.flatMap(scope => [...scope.keys()]))].sort()
  }

  exported(): Record<string, string> {
    const environment: Record<string, string> = {}
    for (const scope of this.#scopes)
      for (const [name, variable] of scope) {
        if (variable.exported && variable.kind === 'scalar' && variable.value !== undefined)
          environment[name] = variable.value
        else if (name in environment) delete environment[name]
      }
    return environment
  }

  #at(name: string): Variable | undefined {
    for (let depth = this.#scopes.length - 1; depth >= 0; depth--) {
      const variable = this.#scopes[depth]!.get(name)
      if (variable) return variable
    }
    return undefined
  }

  #declare(scope: Map<string, Variable>, name: string): Variable {
    if (scope.size >= limits.names) throw new ShellError(`${name}: too many variables`, 1, true)
    const variable: Variable = {
      kind: 'scalar',
      value: undefined,
      elements: new Map(),
      exported: false,
      readonly: false,
      integer: false,
      case: undefined,
      reference: false,
    }
    scope.set(name, variable)
    return variable
  }

  #mayChange(variable: Variable, name: string): void {
    if (variable.readonly) throw new ShellError(`${name}: readonly variable`, 1, true)
  }

  #grow(by: number, size: number): void {
    if (size > limits.value || this.#size + by > limits.variables)
      throw new ShellError('xrealloc: cannot allocate memory', 1, true)
    this.#size += by
  }
}

export function isName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
}

function convert(variable: Variable, value: string): string {
  if (variable.case === 'upper') return value.toUpperCase()
  if (variable.case === 'lower') return value.toLowerCase()
  return value
}

function sizeOf(variable: Variable): number {
  let size = variable.value?.length ?? 0
  for (const value of variable.elements.values()) size += value.length
  return size
}
