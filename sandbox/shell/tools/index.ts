import type { Program } from '../../process'
import { leasedTools } from '../workers'
import {
  chmod,
  cp,
  ln,
  mkdir,
  mktemp,
  mv,
  readlink,
  realpath,
  rm,
  rmdir,
  touch,
  unlink,
} from './files/change'
import { ls } from './files/ls'
import { basename, dirname, pwd } from './files/names'
import { date } from './system/date'
import { clear, reset } from './system/screen'
import { env, nohup, printenv, sudo, timeout, watch, which, xargs } from './system/spawn'
import { stty, tput } from './system/terminal'
import { test } from './system/test'
import { sleep } from './system/wait'
import { hostname, id, nproc, tty, uname, whoami } from './system/who'
import { cat } from './text/cat'
import { echo } from './text/echo'
import { cut, rev, tee, wc } from './text/filters'
import { grep } from './text/grep'
import { head } from './text/head'
import { printf } from './text/printf'
import { seq, yes } from './text/sequences'
import { tail } from './text/tail'
import { tr } from './text/tr'

/** Programs of our own: they work on live streams, line by line as it comes. */
const liveTools: Readonly<Record<string, Program>> = {
  '[': test,
  basename,
  cat,
  chmod,
  clear,
  cp,
  cut,
  date,
  dirname,
  echo,
  egrep: grep,
  env,
  false: async () => 1,
  fgrep: grep,
  grep,
  head,
  hostname,
  id,
  less: cat,
  ln,
  ls,
  mkdir,
  mktemp,
  more: cat,
  mv,
  nohup,
  nproc,
  printenv,
  printf,
  pwd,
  readlink,
  realpath,
  reset,
  rev,
  rm,
  rmdir,
  seq,
  sleep,
  stty,
  sudo,
  tail,
  tee,
  test,
  timeout,
  touch,
  tput,
  tr,
  true: async () => 0,
  tty,
  uname,
  unlink,
  watch,
  wc,
  which,
  whoami,
  xargs,
  yes,
}

/** The tools of a shell by name, wherever it runs: text, files, and programs that run others. */
export const shellTools: Readonly<Record<string, Program>> = { ...leasedTools, ...liveTools }
