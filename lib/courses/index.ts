export { type Course, loadCourses } from './courses'
export { type FrontMatter, type Lesson, loadLesson } from './lesson'
export { lintContent } from './lint'
export { ContentError, type ContentProblem, problemText } from './problem'
