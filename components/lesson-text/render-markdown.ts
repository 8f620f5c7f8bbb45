import { evaluate } from '@mdx-js/mdx'
import rehypeShiki from '@shikijs/rehype/core'
import type { MDXContent } from 'mdx/types'
import * as runtime from 'react/jsx-runtime'
import rehypeSlug from 'rehype-slug'
import remarkGfm from 'remark-gfm'
import { codeMeta } from './code-meta'
import { codeTheme, highlighter } from './highlighter'

export type TextFormat = 'mdx' | 'md'

/** Compiled texts by what they are made from; a course has a few hundred. */
const compiled = new Map<string, Promise<MDXContent>>()
const mostCompiled = 1_000

async function compile(source: string, format: TextFormat): Promise<MDXContent> {
  const { default: Content } = await evaluate(source, {
    ...runtime,
    format,
    remarkPlugins: [remarkGfm],
    rehypePlugins: [
      rehypeSlug,
      [
        rehypeShiki,
        await highlighter(),
        {
          theme: codeTheme,
          defaultLanguage: 'text',
          fallbackLanguage: 'text',
          transformers: [codeMeta],
          // A busy machine would else leave the rest of a line in one colour, and that is kept.
          tokenizeTimeLimit: 0,
        },
      ],
    ],
  })
  return Content
}

/** The component that a lesson's text is. Throws where the text is no valid MDX; content lint finds that first. */
export function renderMarkdown(source: string, format: TextFormat): Promise<MDXContent> {
  const key = `${format}\n${source}`
  const known = compiled.get(key)
  if (known) return known
  if (compiled.size >= mostCompiled) compiled.clear()
  const made = compile(source, format)
  compiled.set(key, made)
  made.catch(() => compiled.delete(key))
  return made
}
