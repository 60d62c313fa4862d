// Served pages load themselves again when a note has changed; what went wrong is shown on top.
(() => {
  const source = new EventSource(`${document.documentElement.dataset.root}_live`);
  let version = null;
  source.addEventListener('message', (event) => {
    const state = JSON.parse(event.data);
    let box = document.getElementById('problems');
    if (state.problems) {
      if (!box) {
        box = document.createElement('pre');
        box.id = 'problems';
        box.setAttribute('role', 'alert');
        document.body.prepend(box);
      }
      box.textContent = state.problems;
    } else {
      box?.remove();
      if (version !== null && version !== state.version) location.reload();
    }
    if (version === null) version = state.version;
  });
  addEventListener('pagehide', () => source.close());
})();
