/** Below this width, panes become tabs. The same number stands in app/styles/. */
export const narrowScreen = '(max-width: 900px)'
