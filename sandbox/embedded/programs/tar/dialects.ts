import { usage } from '../busybox/usage'

/** What the two tars say. `status` is that of every failure. */
export type TarDialect = {
  readonly status: number
  readonly strips: string
  readonly cannotOpen: (name: string, why: string) => string
  readonly cannotRead: (name: string, why: string) => string
  readonly cannotEnter: (name: string, why: string) => string
  readonly delayed: string
  readonly notAnArchive: (why: string) => string
  readonly nothingToDo: string
  /** Nothing was named to be put into an archive. */
  readonly empty: string
  readonly notFound: (name: string) => string
}

const fatal = 'tar: Error is not recoverable: exiting now\n'
const previous = 'tar: Exiting with failure status due to previous errors\n'
const help = "Try 'tar --help' or 'tar --usage' for more information.\n"

export const gnu: TarDialect = {
  status: 2,
  strips: "tar: Removing leading `/' from member names\n",
  cannotOpen: (name, why) => `tar: ${name}: Cannot open: ${why}\n${fatal}`,
  cannotRead: (name, why) => `tar: ${name}: Cannot stat: ${why}\n`,
  cannotEnter: (name, why) => `tar: ${name}: Cannot open: ${why}\n${fatal}`,
  delayed: previous,
  notAnArchive: () => `tar: This does not look like a tar archive\n${previous}`,
  nothingToDo: `tar: You must specify one of the '-Acdtrux', '--delete' or '--test-label' options\n${help}`,
  empty: `tar: Cowardly refusing to create an empty archive\n${help}`,
  notFound: name => `tar: ${name}: Not found in archive\n`,
}

export const busybox: TarDialect = {
  status: 1,
  strips: "tar: removing leading '/' from member names\n",
  cannotOpen: (name, why) => `tar: can't open '${name}': ${why}\n`,
  cannotRead: (name, why) => `tar: ${name}: ${why}\n`,
  cannotEnter: (name, why) => `tar: can't change directory to '${name}': ${why}\n`,
  delayed: 'tar: error exit delayed from previous errors\n',
  notAnArchive: why => `tar: ${why}\n`,
  nothingToDo: usage(
    `tar c|x|t [-zahmvokO] [-f TARFILE] [-C DIR] [FILE]...

Create, extract, or list files from a tar file

	c	Create
	x	Extract
	t	List
	-f FILE	Name of TARFILE ('-' for stdin/out)
	-C DIR	Change to DIR before operation
	-v	Verbose
	-O	Extract to stdout
	-m	Don't restore mtime
	-o	Don't restore user:group
	-k	Don't replace existing files
	-z	(De)compress using gzip
	-h	Follow symlinks`,
  ),
  empty: 'tar: empty archive\n',
  notFound: name => `tar: ${name}: not found in archive\n`,
}
