import { FileError, nameOf, type Program, resolvePath } from '../process'

type Opening = { edit: string; path: string; text: string; close: (text: string | null) => void }

/** Names of the editors that people type; here they are all the page's. */
export const editorNames = ['vi', 'vim', 'nano', 'emacs', 'edit', 'view'] as const

const largest = 1_000_000

/** Files that are open in the page's editor while a program waits. */
export class PageEditor {
  readonly #open = new Map<string, Opening>()
  #count = 0

  /** @param show tells the viewers that a file is to be edited */
  constructor(private readonly show: (edit: string, path: string, text: string) => void) {}

  /** What is open now, for a viewer who comes later. */
  get open(): ReadonlyArray<{ edit: string; path: string; text: string }> {
    return [...this.#open.values()].map(({ edit, path, text }) => ({ edit, path, text }))
  }

  /** The page's editor closed: with a new text, or null when it was given up. Unknown numbers are no error. */
  edited(edit: string, text: string | null): void {
    this.#open.get(edit)?.close(text)
  }

  /** `vi file`: opens the file in the page and waits until it is closed there. */
  readonly program: Program = async ({ argv, cwd, files, stderr, signal }) => {
    const name = nameOf(argv[0] ?? 'vi')
    const paths = argv.slice(1).filter(arg => !/^[-+]/.test(arg))
    if (paths.length === 0) {
      await stderr.write(`${name}: name the file to edit: ${name} FILE\n`)
      return 1
    }
    for (const typed of paths) {
      const path = resolvePath(cwd, typed)
      let before = ''
      try {
        const content = await files.read(path)
        if (content.length > largest) {
          await stderr.write(`${name}: ${typed}: too large to edit here\n`)
          return 1
        }
        before = new TextDecoder().decode(content)
      } catch (error) {
        if (!(error instanceof FileError)) throw error
        if (error.code !== 'ENOENT') {
          await stderr.write(`${name}: ${typed}: ${error.message}\n`)
          return 1
        }
      }
      const after = await this.#wait(path, before, signal)
      if (after !== null && after !== before) await files.write(path, after)
    }
    return 0
  }

  #wait(path: string, text: string, signal: AbortSignal): Promise<string | null> {
    const edit = `${Date.now().toString(36)}-${++this.#count}`
    return new Promise(resolve => {
      const close = (result: string | null) => {
        this.#open.delete(edit)
        signal.removeEventListener('abort', giveUp)
        resolve(result)
      }
      const giveUp = () => close(null)
      this.#open.set(edit, { edit, path, text, close })
      signal.addEventListener('abort', giveUp)
      this.show(edit, path, text)
      if (signal.aborted) giveUp()
    })
  }
}
