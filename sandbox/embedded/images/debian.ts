import { sleep } from '../programs/coreutils/sleep'
import type { ContainerProgram } from '../programs/machine'
import { getent } from '../programs/system/getent'
import { hostname } from '../programs/system/hostname'
import { id, whoami } from '../programs/system/id'
import { kill } from '../programs/system/kill'
import { df, mount, nproc } from '../programs/system/machine-state'
import { uname } from '../programs/system/uname'
import { gnu } from '../programs/tar/dialects'
import { tar } from '../programs/tar/tar'
import { shell } from './shell'

/** What Debian's base image has beside its text and file tools; no network tools, no ps. */
export const debianPrograms: Readonly<Record<string, ContainerProgram>> = {
  bash: shell('bash'),
  df,
  getent,
  hostname,
  id,
  kill,
  mount,
  nproc,
  sh: shell('dash'),
  sleep,
  tar: tar(gnu),
  uname,
  whoami,
}
