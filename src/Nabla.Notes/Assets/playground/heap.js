(() => {
  const { ask, attempt, numbers, player, svg } = window.playground;
  const form = document.getElementById('form');
  const stage = document.getElementById('stage');
  let answer = null;

  // While a value is in hand its place in the array is a hole, which still shows the value that was copied on.
  const view = (order) => {
    const seen = new Set();
    const holes = new Set();
    order.forEach((id, i) => { if (seen.has(id)) holes.add(Math.floor((i - 1) / 2) >= 0 && order[Math.floor((i - 1) / 2)] === id ? i : order.indexOf(id)); seen.add(id); });
    const inHand = answer.values.map((_, id) => id).filter((id) => !seen.has(id));
    return { holes, inHand };
  };

  const draw = (at) => {
    const step = at > 0 && at <= answer.steps.length ? answer.steps[at - 1] : null;
    const end = at > answer.steps.length;
    const order = end ? answer.final : step ? step.order : answer.steps[0]?.order ?? answer.final;
    const { holes, inHand } = view(order);
    const levels = Math.floor(Math.log2(order.length)) + 1;
    const width = 640;
    const height = levels * 62 + 14;
    const place = (i) => {
      const level = Math.floor(Math.log2(i + 1));
      const first = 2 ** level - 1;
      return [(i - first + 0.5) / 2 ** level * width, level * 62 + 30];
    };
    const tree = svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `Heap as a tree: ${order.map((id) => answer.values[id]).join(' ')}` });
    order.forEach((_, i) => {
      if (i === 0) return;
      const [x1, y1] = place(i);
      const [x2, y2] = place((i - 1) >> 1);
      tree.append(svg('line', { x1, y1, x2, y2, class: 'axis' }));
    });
    order.forEach((id, i) => {
      const [x, y] = place(i);
      const active = step && (id === step.a || id === step.b);
      const kind = holes.has(i) ? 'node hole' : active ? 'node active' : 'node';
      tree.append(svg('g', { class: kind }, svg('circle', { cx: x, cy: y, r: 18 }), svg('text', { x, y: y + 5 }, holes.has(i) ? '' : String(answer.values[id]))));
    });
    const list = document.createElement('p');
    list.className = 'cells';
    order.forEach((id, i) => {
      const box = document.createElement('span');
      box.className = `cell ${holes.has(i) ? 'later' : step && (id === step.a || id === step.b) ? 'best' : ''}`;
      box.textContent = holes.has(i) ? '·' : answer.values[id];
      list.append(box);
    });
    stage.replaceChildren(tree, list);
    if (end) return `Done after ${answer.steps.length} comparisons.`;
    if (!step) return `${answer.source}: ${answer.values.length} values, ${answer.steps.length} comparisons.`;
    const hand = inHand.length > 0 ? ` In hand: ${inHand.map((id) => answer.values[id]).join(', ')}.` : '';
    return `Comparison ${at} of ${answer.steps.length}: ${answer.values[step.a]} ${step.less ? '<' : '≥'} ${answer.values[step.b]}.${hand}`;
  };
  const show = player(draw);

  const run = () => attempt(async () => {
    answer = await ask('sort', { values: numbers(form.elements.values.value, 'the values'), algorithm: form.elements.algorithm.value });
    document.getElementById('source').textContent = answer.source;
    show.load(answer.steps.length + 1);
  });
  form.addEventListener('submit', (event) => { event.preventDefault(); run(); });
  form.elements.algorithm.addEventListener('change', run);
  run();
})();
