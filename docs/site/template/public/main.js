// The search's index leaves out "get", as a word that says nothing, and asks for it all the same when a name such as
// Get-SmimePfx is typed. So the name is sought by its noun, and the page that bears it stands first.
const send = Worker.prototype.postMessage

function rank(title, query) {
  const name = title.split(' | ')[0].toLowerCase()
  return name === query ? 0 : name.startsWith(query) ? 1 : name.includes(query) ? 2 : 3
}

Worker.prototype.postMessage = function (message, ...rest) {
  if (message?.init) {
    const show = this.onmessage
    this.onmessage = event => {
      const query = document.getElementById('search-query').value.trim().toLowerCase()
      if (Array.isArray(event.data.d)) {
        event.data.d.sort((left, right) => rank(left.title, query) - rank(right.title, query))
      }

      show.call(this, event)
    }
  }

  const asked = message?.q ? { q: message.q.replace(/\+get-(?=\w)/gi, '+') } : message
  return send.call(this, asked, ...rest)
}

export default {}
