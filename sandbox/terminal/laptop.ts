import { dig } from '../embedded/programs/bind/dig'
import { host } from '../embedded/programs/bind/host'
import { nslookup } from '../embedded/programs/bind/nslookup'
import { ping } from '../embedded/programs/busybox/ping'
import { wget } from '../embedded/programs/busybox/wget'
import { curl } from '../embedded/programs/curl/curl'
import type { ContainerProgram, Machine } from '../embedded/programs/machine'
import { nc } from '../embedded/programs/openbsd/nc'
import { createProcessTable } from '../embedded/programs/process-table'
import type { Program } from '../process'
import { laptopSockets } from './laptop-sockets'
import type { LocalPorts } from './local-ports'

const programs: Readonly<Record<string, ContainerProgram>> = { curl, dig, host, nc, nslookup, ping, wget }

/** The names of these programs. */
export const laptopProgramNames: readonly string[] = Object.keys(programs)

/**
 * Network programs of the learner's own machine. It is not in the cluster's network, as a laptop is not: addresses of
 * pods and services do not answer, their names are unknown. What a program listens to here (`kubectl port-forward`, `nc
 * -l`) another one reaches by localhost. Nothing here reaches any network.
 */
export const createLaptopPrograms = (ports: LocalPorts): Readonly<Record<string, Program>> =>
  Object.fromEntries(
    Object.entries(programs).map(([name, program]): [string, Program] => [
      name,
      process => {
        const sockets = laptopSockets(ports)
        const machine: Machine = {
          pid: 1,
          hostname: process.env.HOSTNAME ?? 'laptop',
          user: { uid: 1000, gid: 1000, groups: [1000] },
          sockets,
          processes: createProcessTable(),
          programs: () => undefined,
          names: [],
        }
        return program(process, machine).finally(() => sockets.dispose())
      },
    ]),
  )
