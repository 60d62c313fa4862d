// Theme switch, copy buttons, the line of the table of contents that is being read.
(() => {
  const root = document.documentElement;
  document.querySelector('button.theme').addEventListener('click', () => {
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    try { localStorage.setItem('nabla-theme', root.dataset.theme); } catch { /* it lasts for this page then */ }
  });

  const copyText = async (text) => {
    if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text);
    const area = document.createElement('textarea');
    area.value = text;
    area.style.position = 'fixed';
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  };
  for (const figure of document.querySelectorAll('figure.code')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = root.dataset.copy;
    button.addEventListener('click', async () => {
      try {
        await copyText(figure.querySelector('pre').innerText);
        button.textContent = root.dataset.copied;
      } catch { button.textContent = '✗'; }
      setTimeout(() => { button.textContent = root.dataset.copy; }, 1500);
    });
    figure.querySelector('figcaption').append(button);
  }

  const links = new Map([...document.querySelectorAll('nav.toc a')].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  if (links.size > 0) {
    const watcher = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        for (const link of links.values()) link.removeAttribute('aria-current');
        links.get(entry.target.id)?.setAttribute('aria-current', 'true');
      }
    }, { rootMargin: '0px 0px -75% 0px' });
    for (const id of links.keys()) { const heading = document.getElementById(id); if (heading) watcher.observe(heading); }
  }

  // "/" goes to the search box, as on many sites.
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    const box = document.getElementById('q') ?? document.querySelector('form.find input');
    box.focus();
    event.preventDefault();
  });

  if (matchMedia('(max-width: 70rem)').matches) document.querySelector('nav.toc details')?.removeAttribute('open');
})();
