export { type Renderable, render, UnknownMessage } from './render'
