import type { Process, ProgramTable } from '../../process'
import type { Identity } from '../kubelet/container/identity'
import type { Sockets } from '../network/stack'
import type { ProcessTable } from './process-table'

/** What a program in a container can reach beside its streams and files. */
export interface Machine {
  readonly pid: number
  readonly hostname: string
  readonly user: Identity
  readonly sockets: Sockets
  readonly processes: ProcessTable
  /** The programs of the image, to be run by a shell. */
  readonly programs: ProgramTable
  /** Their names, sorted. */
  readonly names: readonly string[]
}

/** A program of an image. Its sockets end with it. */
export type ContainerProgram = (process: Process, machine: Machine) => Promise<number>
