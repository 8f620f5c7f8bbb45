import type { Process, ProgramTable } from './process'

/** The process with `spawn` finding its programs in `programs`. */
export function withSpawn(process: Process, programs: ProgramTable): Process {
  const spawning: Process = {
    ...process,
    finds: name => programs(name) !== undefined,
    spawn(argv, changes) {
      const program = programs(argv[0] ?? '')
      return program?.(withSpawn({ ...spawning, ...changes, argv }, programs))
    },
  }
  return spawning
}
