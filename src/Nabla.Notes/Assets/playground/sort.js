(() => {
  const { ask, attempt, numbers, player, svg } = window.playground;
  const form = document.getElementById('form');
  const stage = document.getElementById('stage');
  let answer = null;

  const draw = (at) => {
    const step = at > 0 && at <= answer.steps.length ? answer.steps[at - 1] : null;
    const order = at > answer.steps.length ? answer.final : step ? step.order : answer.values.map((_, id) => id);
    const low = Math.min(0, ...answer.values);
    const high = Math.max(1, ...answer.values);
    const width = 640;
    const bar = width / order.length;
    const tall = (value) => (value - low) / (high - low) * 190 + 4;
    const chart = svg('svg', { viewBox: `0 0 ${width} 230`, role: 'img', 'aria-label': `Array: ${order.map((id) => answer.values[id]).join(' ')}` });
    order.forEach((id, i) => {
      const value = answer.values[id];
      const kind = step && id === step.a ? 'bar a' : step && id === step.b ? 'bar b' : 'bar';
      chart.append(svg('rect', { x: i * bar + 1, width: Math.max(1, bar - 2), y: 205 - tall(value), height: tall(value), class: kind }));
      if (order.length <= 32) chart.append(svg('text', { x: (i + 0.5) * bar, y: 222, class: 'tick' }, String(value)));
    });
    stage.replaceChildren(chart);
    if (at > answer.steps.length) return `Sorted after ${answer.steps.length} comparisons.`;
    if (!step) return `${answer.source}: ${answer.values.length} values, ${answer.steps.length} comparisons.`;
    return `Comparison ${at} of ${answer.steps.length}: ${answer.values[step.a]} ${step.less ? '<' : '≥'} ${answer.values[step.b]}.`;
  };
  const show = player(draw);

  const run = () => attempt(async () => {
    answer = await ask('sort', { values: numbers(form.elements.values.value, 'the values'), algorithm: form.elements.algorithm.value });
    document.getElementById('source').textContent = answer.source;
    show.load(answer.steps.length + 1);
  });
  document.getElementById('shuffle').addEventListener('click', () => {
    form.elements.values.value = Array.from({ length: 28 }, () => Math.floor(Math.random() * 99) + 1).join(' ');
    run();
  });
  form.addEventListener('submit', (event) => { event.preventDefault(); run(); });
  form.elements.algorithm.addEventListener('change', run);
  run();
})();
