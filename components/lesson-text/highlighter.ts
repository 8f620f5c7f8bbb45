import { createCssVariablesTheme, createHighlighterCore, type HighlighterCore } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import json from 'shiki/langs/json.mjs'
import shell from 'shiki/langs/shellscript.mjs'
import session from 'shiki/langs/shellsession.mjs'
import yaml from 'shiki/langs/yaml.mjs'

/** Colours come from app/styles/tokens.css, so that one rendering serves light and dark. */
export const codeTheme = 'css-variables'

let made: Promise<HighlighterCore> | undefined

/** The one highlighter, with the languages of lessons only: loading every language takes seconds. */
export function highlighter(): Promise<HighlighterCore> {
  made ??= createHighlighterCore({
    themes: [createCssVariablesTheme({ name: codeTheme, variablePrefix: '--shiki-' })],
    langs: [yaml, shell, session, json],
    engine: createJavaScriptRegexEngine(),
  })
  return made
}
