(() => {
  const { ask, attempt, numbers, player } = window.playground;
  const form = document.getElementById('form');
  const table = document.getElementById('table');
  let weights = [];
  let values = [];
  let capacity = 0;
  let answer = null;

  const add = (row, tag, text, kind = '') => {
    const cell = document.createElement(tag);
    cell.textContent = text;
    cell.className = kind;
    if (tag === 'th') cell.scope = row.parentElement?.tagName === 'THEAD' ? 'col' : 'row';
    row.append(cell);
    return cell;
  };

  const draw = (at) => {
    const cells = weights.length * (capacity + 1);
    const walking = at > cells ? at - cells : 0;
    const filled = Math.min(at, cells);
    const current = filled > 0 && !walking ? { row: Math.floor((filled - 1) / (capacity + 1)) + 1, column: (filled - 1) % (capacity + 1) } : null;
    const sources = new Set();
    if (current) {
      sources.add(`${current.row - 1},${current.column}`);
      const from = current.column - weights[current.row - 1];
      if (from >= 0) sources.add(`${current.row - 1},${from}`);
    }
    const path = new Set(answer.path.slice(0, walking).map(([row, column]) => `${row},${column}`));
    const head = document.createElement('thead');
    const top = head.insertRow();
    add(top, 'th', 'item');
    for (let c = 0; c <= capacity; c++) add(top, 'th', c);
    const body = document.createElement('tbody');
    answer.table.forEach((line, i) => {
      const row = body.insertRow();
      add(row, 'th', i === 0 ? 'none' : `w ${weights[i - 1]}, v ${values[i - 1]}`);
      line.forEach((value, c) => {
        const done = i === 0 || (i - 1) * (capacity + 1) + c < filled;
        const key = `${i},${c}`;
        add(row, 'td', done ? value : '', path.has(key) ? 'path' : current?.row === i && current.column === c ? 'now' : sources.has(key) ? 'from' : '');
      });
    });
    table.replaceChildren(head, body);
    const found = walking === answer.path.length;
    document.getElementById('choice').textContent = found
      ? `Best value ${answer.value}: ${answer.items.length === 0 ? 'no item' : answer.items.map((i) => `item ${i + 1} (w ${weights[i]}, v ${values[i]})`).join(', ')}.` : '';
    if (walking) return 'Back from the last cell: where the value differs from the one above, the item was taken.';
    if (!current) return `${weights.length} items, capacity ${capacity}.`;
    const value = answer.table[current.row][current.column];
    const above = answer.table[current.row - 1][current.column];
    return `Item ${current.row}, capacity ${current.column}: ${value > above ? `take it, ${value} beats ${above}` : `leave it out, ${value} stays`}.`;
  };
  const show = player(draw);

  const run = () => attempt(async () => {
    const next = { weights: numbers(form.elements.weights.value, 'the weights'), values: numbers(form.elements.values.value, 'the values'), capacity: Number(form.elements.capacity.value) };
    answer = await ask('knapsack', next);
    ({ weights, values, capacity } = next);
    show.load(weights.length * (capacity + 1) + answer.path.length);
  });
  form.addEventListener('submit', (event) => { event.preventDefault(); run(); });
  run();
})();
