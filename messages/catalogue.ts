import doctor from './en/doctor.json'
import drills from './en/drills.json'
import engine from './en/engine.json'
import grader from './en/grader.json'
import lti from './en/lti.json'
import mistakes from './en/mistakes.json'
import people from './en/people.json'
import ui from './en/ui.json'
import workshop from './en/workshop.json'

/** What is said, by id, in ICU message syntax. */
export type Catalogue = Readonly<Record<string, string>>

/** A language is one object made of a file a subject; an id begins with its subject, so that none collide. */
export const catalogues: Readonly<Record<string, Catalogue>> = {
  en: { ...doctor, ...drills, ...engine, ...grader, ...lti, ...mistakes, ...people, ...ui, ...workshop },
}

/** Languages that there are texts in. With one there is nothing to choose. */
export const languages: readonly string[] = Object.keys(catalogues)

/** The language that has every text; others fall back to it id by id. */
export const sourceLocale = 'en'
