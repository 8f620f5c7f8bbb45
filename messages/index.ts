export { languages } from './catalogue'
export { type Renderable, render, UnknownMessage } from './render'
