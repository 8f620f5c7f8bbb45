import type { ContainerProgram } from '../machine'

/** Version and nothing else: what it would interpret needs more than a lab has. */
const interpreter =
  (name: string, version: string): ContainerProgram =>
  async ({ argv, stdin, stdout, stderr }) => {
    if (argv[1] === '-v' || argv[1] === '--version') {
      await stdout.write(`${version}\n`)
      return 0
    }
    // Without a script it reads one from stdin, and an empty one ends at once.
    if (argv.length === 1) {
      for (let chunk = await stdin.read(); chunk !== null; chunk = await stdin.read())
        if (chunk.length > 0) break
        else continue
      return 0
    }
    await stderr.write(`${name}: this container has no interpreter, only ${name} --version\n`)
    return 1
  }

export const node = interpreter('node', 'v22.20.0')
export const php = interpreter('php', 'PHP 8.4.13 (cli)')

const mostDigits = 10_000

/** Digits of pi behind the point (Machin's formula in whole numbers, with some to spare). */
export function digitsOfPi(digits: number): string {
  const one = 10n ** BigInt(digits + 10)
  const arctangent = (inverse: bigint) => {
    let term = one / inverse
    let sum = term
    for (let n = 3n, sign = -1n; term > 0n; n += 2n, sign = -sign) {
      term /= inverse * inverse
      sum += (sign * term) / n
    }
    return sum
  }
  const pi = 4n * (4n * arctangent(5n) - arctangent(239n))
  const text = String((pi + 5n * 10n ** 9n) / 10n ** 10n)
  return `${text[0]}.${text.slice(1)}`
}

/** perl, as far as the Job of Kubernetes' documentation needs it: `perl -Mbignum=bpi -wle 'print bpi(2000)'`. */
export const perl: ContainerProgram = async ({ argv, stdout, stderr }) => {
  const line = argv.slice(1).join(' ')
  if (/^(-v|--version)$/.test(line)) {
    await stdout.write('\nThis is perl 5, version 42, subversion 0 (v5.42.0) built for x86_64-linux-gnu\n\n')
    return 0
  }
  const digits = Number(/^-Mbignum=bpi -wle print bpi\((\d+)\)$/.exec(line)?.[1])
  if (!(digits > 1 && digits <= mostDigits)) {
    await stderr.write(
      'perl: this container has no interpreter, only perl -Mbignum=bpi -wle "print bpi(DIGITS)"\n',
    )
    return 1
  }
  await stdout.write(`${digitsOfPi(digits - 1)}\n`)
  return 0
}

const greeting = `
Hello from Docker!
This message shows that your installation appears to be working correctly.

To generate this message, Docker took the following steps:
 1. The Docker client contacted the Docker daemon.
 2. The Docker daemon pulled the "hello-world" image from the Docker Hub.
    (amd64)
 3. The Docker daemon created a new container from that image which runs the
    executable that produces the output you are currently reading.
 4. The Docker daemon streamed that output to the Docker client, which sent it
    to your terminal.

To try something more ambitious, you can run an Ubuntu container with:
 $ docker run -it ubuntu bash

Share images, automate workflows, and more with a free Docker ID:
 https://hub.docker.com/

For more examples and ideas, visit:
 https://docs.docker.com/get-started/

`

/** docker.io/library/hello-world. */
export const helloWorld: ContainerProgram = async ({ stdout }) => {
  await stdout.write(greeting)
  return 0
}
