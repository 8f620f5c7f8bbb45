/**
 * Runs before the page is painted: the remembered theme and pane sizes, so that nothing flashes or jumps. Plain
 * JavaScript in a string because it must not wait for any script of the page.
 */
export const remembered = `
try {
  var theme = localStorage.getItem('netpol-lab.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  for (var key of Object.keys(localStorage)) {
    var split = /^netpol-lab\\.split\\.([a-z]+)$/.exec(key)
    var share = split && Number(localStorage.getItem(key))
    if (share >= 18 && share <= 82) document.documentElement.style.setProperty('--split-' + split[1], share + '%')
  }
} catch (forbidden) {}
`
