// Full-text search. Words of Latin letters match from their beginning; runs of Chinese characters match as they stand, or by all their pairs.
(() => {
  const root = document.documentElement.dataset.root;
  const chinese = document.documentElement.lang.startsWith('zh');
  const box = document.getElementById('q');
  const list = document.getElementById('results');
  const status = document.getElementById('found');
  const han = /[\u2e80-\u9fff\uf900-\ufaff]/;

  const notes = window.nablaNotes.map(([title, address, language, category, date, tags, summary, text]) => ({
    title, address, language, category, date, tags, summary, text,
    fields: [[title.toLowerCase(), 30], [tags.toLowerCase(), 12], [category.toLowerCase(), 8], [summary.toLowerCase(), 6], [text.toLowerCase(), 1]],
  }));
  const api = window.nablaApi.map(([title, address, member, summary]) => ({
    title, address, member, summary,
    fields: [[title.toLowerCase(), 9], [member.toLowerCase(), 5], [summary.toLowerCase(), 1]],
  }));

  // "卷积 winograd 3x3" -> 卷积, winograd, 3x3
  const termsOf = (query) => query.toLowerCase().match(/[\u2e80-\u9fff\uf900-\ufaff]+|[^\s\u2e80-\u9fff\uf900-\ufaff，。、；：！？（）]+/g) ?? [];

  const isWordStart = (text, at) => at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]) || han.test(text[at - 1]);

  const count = (text, term) => {
    let found = 0;
    for (let at = text.indexOf(term); at >= 0 && found < 8; at = text.indexOf(term, at + term.length)) {
      found += han.test(term[0]) || isWordStart(text, at) ? 1 : 0.2;
    }
    return found;
  };

  const scoreOf = (item, term) => {
    let score = 0;
    for (const [text, weight] of item.fields) score += weight * Math.min(8, count(text, term));
    if (score > 0 || !han.test(term) || term.length < 3) return score;
    // No place has the whole run: every pair of neighbours must be somewhere.
    let least = Infinity;
    for (let i = 0; i + 1 < term.length; i++) {
      let pair = 0;
      for (const [text, weight] of item.fields) pair += weight * Math.min(8, count(text, term.slice(i, i + 2)));
      least = Math.min(least, pair);
    }
    return least * 0.3;
  };

  const rank = (items, terms) => items
    .map((item) => ({ item, scores: terms.map((term) => scoreOf(item, term)) }))
    .filter(({ scores }) => scores.every((score) => score > 0))
    .map(({ item, scores }) => ({ item, score: scores.reduce((a, b) => a + b, 0) * (item.language === (chinese ? 'zh' : 'en') ? 1.2 : 1) }))
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);

  const mark = (element, text, terms) => {
    const lower = text.toLowerCase();
    for (let at = 0; at < text.length;) {
      let next = text.length;
      let length = 0;
      for (const term of terms) {
        const found = lower.indexOf(term, at);
        if (found >= 0 && found < next) { next = found; length = term.length; }
      }
      element.append(text.slice(at, next));
      if (length > 0) {
        const hit = document.createElement('mark');
        hit.textContent = text.slice(next, next + length);
        element.append(hit);
      }
      at = next + length;
    }
    return element;
  };

  const snippet = (text, terms) => {
    const lower = text.toLowerCase();
    const at = Math.max(0, Math.min(...terms.map((term) => { const found = lower.indexOf(term); return found < 0 ? Infinity : found; })));
    if (!Number.isFinite(at)) return '';
    const from = Math.max(0, at - 60);
    return `${from > 0 ? '…' : ''}${text.slice(from, from + 200)}…`;
  };

  const row = (item, terms) => {
    const entry = document.createElement('li');
    const link = document.createElement('a');
    link.href = root + item.address;
    if (item.language) entry.lang = item.language === 'zh' ? 'zh-CN' : 'en';
    entry.append(mark(link, item.title, terms));
    const meta = document.createElement('span');
    meta.className = 'meta';
    meta.textContent = item.date ? ` ${item.date} · ${item.category}` : ` API · ${item.member}`;
    const text = document.createElement('p');
    const piece = item.text ? snippet(item.text, terms) : '';
    entry.append(meta, mark(text, piece || item.summary, terms));
    return entry;
  };

  const show = () => {
    const terms = termsOf(box.value);
    list.replaceChildren();
    if (terms.length === 0) { status.textContent = ''; return; }
    const found = rank(notes, terms);
    const members = rank(api, terms);
    status.textContent = chinese
      ? `找到 ${found.length} 篇笔记，${members.length} 个接口。`
      : `${found.length} ${found.length === 1 ? 'note' : 'notes'}, ${members.length} API ${members.length === 1 ? 'entry' : 'entries'}.`;
    const rows = [...found.slice(0, 50).map((item) => row(item, terms)), ...members.slice(0, 20).map((item) => row(item, terms))];
    // Who types a whole name wants its entry.
    const exact = members.find((item) => [item.title, item.member].some((name) => name.toLowerCase() === box.value.trim().toLowerCase()));
    list.append(...(exact ? [row(exact, terms)] : []), ...rows);
  };

  box.value = new URLSearchParams(location.search).get('q') ?? '';
  box.addEventListener('input', show);
  box.form.addEventListener('submit', (event) => { event.preventDefault(); show(); });
  show();
})();
